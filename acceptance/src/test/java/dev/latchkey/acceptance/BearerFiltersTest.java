package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.AccessToken;
import dev.latchkey.AccessTokens;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.BearerGate;
import dev.latchkey.http.BodyStyle;
import dev.latchkey.scope.Scope;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filters of docs/http.md in real servers: Tomcat, and Jersey on the JDK's server. */
class BearerFiltersTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Scope READ = Scope.of("workspace:read");

    private final AccessTokens tokens = ExampleService.tokens().build();
    private final BearerGate gate = new BearerGate(tokens.verifier(), BearerErrors.of("example", BodyStyle.CODE));

    private String issue(String scopes) {
        return tokens.issuer()
                .issue(ExampleService.request().withScopes(scopes))
                .reveal();
    }

    private void assertGuarded(URI address) throws Exception {
        HttpResponse<String> passed = get(address, "Bearer " + issue("workspace:read"));
        assertThat(passed.statusCode()).as(passed.body()).isEqualTo(200);
        assertThat(passed.body()).isEqualTo("workspaces/acme");

        HttpResponse<String> narrow = get(address, "Bearer " + issue("sources:read"));
        assertThat(narrow.statusCode()).isEqualTo(403);
        assertThat(narrow.body()).isEqualTo("{\"error\":\"insufficient scope\",\"code\":7}");
        assertThat(narrow.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer realm=\"example\", error=\"insufficient_scope\"");
        assertThat(narrow.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");

        assertThat(get(address, "Bearer x").statusCode()).isEqualTo(401);
        assertThat(get(address, "Bearer a b").statusCode()).isEqualTo(400);
        assertThat(get(address, "Basic x").headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"example\"");
    }

    private static HttpResponse<String> get(URI address, String authorization) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", authorization)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A resource that answers with the owner of the token. */
    @Path("/")
    public static final class Resource {

        /** {@return the owner} */
        @GET
        public String owner(@Context ContainerRequestContext request) {
            return ((AccessToken) request.getProperty("accessToken")).owner();
        }
    }

    @Test
    void filter_of_jax_rs_guards_a_resource() throws Exception {
        ResourceConfig application = new ResourceConfig()
                .register(new BearerRequestFilter(gate, READ))
                .register(Resource.class);
        HttpServer server = JdkHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), application);
        try {
            assertGuarded(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void servlet_filter_guards_a_servlet(@TempDir java.nio.file.Path folder) throws Exception {
        Logger.getLogger("org.apache").setLevel(Level.WARNING);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector()
                .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        var context = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(context, "owner", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().write(((AccessToken) request.getAttribute("accessToken")).owner());
            }
        });
        context.addServletMappingDecoded("/", "owner");
        FilterDef filter = new FilterDef();
        filter.setFilterName("bearer");
        filter.setFilter(new BearerFilter(gate, READ));
        context.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("bearer");
        everywhere.addURLPattern("/*");
        context.addFilterMap(everywhere);
        tomcat.start();
        try {
            assertGuarded(URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/"));
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
