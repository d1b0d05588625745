/** The Access Management page as values: request in, response out, with mounts for Servlet and the JDK's server. */
module dev.latchkey.page {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    requires gg.jte.runtime;
    requires static java.compiler;
    requires static jakarta.servlet;
    requires static jdk.httpserver;

    exports dev.latchkey.page;
    exports dev.latchkey.page.httpserver;
    exports dev.latchkey.page.servlet;
}
