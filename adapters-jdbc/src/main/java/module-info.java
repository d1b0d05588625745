/** Token store and change feed on SQL databases. */
module dev.latchkey.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    requires transitive java.sql;

    exports dev.latchkey.jdbc;

    // The schema is for migration tools too.
    opens dev.latchkey.jdbc.schema.h2;
    opens dev.latchkey.jdbc.schema.postgresql;
}
