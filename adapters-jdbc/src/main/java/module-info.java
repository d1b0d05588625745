/** Token store and change feed on SQL databases. */
module dev.latchkey.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    requires transitive java.sql;

    exports dev.latchkey.jdbc;

    // Migration tools read the schema scripts too.
    opens dev.latchkey.jdbc.schema.h2;
    opens dev.latchkey.jdbc.schema.mariadb;
    opens dev.latchkey.jdbc.schema.mysql;
    opens dev.latchkey.jdbc.schema.postgresql;
    opens dev.latchkey.jdbc.schema.sqlite;
}
