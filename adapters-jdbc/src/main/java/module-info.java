/** Token store and change feed on SQL databases. */
module dev.latchkey.jdbc {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
}
