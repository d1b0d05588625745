/** Access tokens for Java services: the domain and its ports. */
module dev.latchkey {
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;

    exports dev.latchkey;
    exports dev.latchkey.port;
    exports dev.latchkey.scope;
    exports dev.latchkey.token;
}
