/** RFC 6750, 9110 and 9457 as values: header in, status, challenge and body out. */
module dev.latchkey.http {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;

    exports dev.latchkey.http;
}
