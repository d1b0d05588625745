/** A base for token stores on ordered key-value engines. */
module dev.latchkey.keyvalue {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;

    exports dev.latchkey.keyvalue;
}
