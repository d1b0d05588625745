/** Access tokens for Java services: the domain and its ports. */
module dev.latchkey {
    requires static transitive org.jspecify;

    exports dev.latchkey.scope;
}
