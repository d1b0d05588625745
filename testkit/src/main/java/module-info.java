/** Test support: the contract of a token store, delegates, a settable clock. */
module dev.latchkey.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports dev.latchkey.testkit;
    exports dev.latchkey.testkit.store;
}
