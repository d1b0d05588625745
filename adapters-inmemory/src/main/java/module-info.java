/** Token store and change feed in memory. */
module dev.latchkey.inmemory {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;

    exports dev.latchkey.inmemory;
}
