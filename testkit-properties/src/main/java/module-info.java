/** Test support for jqwik: the laws of a scope policy, and a store compared with a model. */
module dev.latchkey.testkit.properties {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    requires dev.latchkey.testkit;
    requires transitive net.jqwik.api;
    requires org.assertj.core;

    exports dev.latchkey.testkit.model;
    exports dev.latchkey.testkit.scope;
}
