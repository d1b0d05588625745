/** Access tokens for Java services: the domain and its ports. */
module dev.latchkey {
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;
    requires org.bouncycastle.provider;

    exports dev.latchkey;
    exports dev.latchkey.argon2;
    exports dev.latchkey.port;
    exports dev.latchkey.scope;
    exports dev.latchkey.token;
}
