package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.AccessTokens;
import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.servlet.AccessPageServlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What docs/page.md shows, run. */
class MountedPageTest {

    private static final AccessTokens TOKENS =
            ExampleService.tokens().scopePolicy(PlatformScopes.CATALOG).build();

    private static AccessPage page() {
        return AccessPage.of(TOKENS, PlatformScopes.CATALOG, new WorkspacePageHost());
    }

    @Test
    void the_page_is_mounted_in_the_jdk_server() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        MountedPage.inTheJdkServer(server, TOKENS, PlatformScopes.CATALOG);
        server.start();
        try {
            assertThat(get(server, "session-of-ann").body()).contains("Acme", "Create your first token");
            assertThat(get(server, "session-of-bob").body())
                    .contains("No tokens yet")
                    .doesNotContain("href=\"new\"");
            assertThat(get(server, "none").headers().firstValue("Location")).contains("/sign-in");
        } finally {
            server.stop(0);
        }
    }

    private static HttpResponse<String> get(HttpServer server, String session) throws Exception {
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/settings/access-management/");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Cookie", "session=" + session)
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void the_page_is_mounted_in_a_servlet_container() {
        List<Object> calls = new ArrayList<>();
        ServletRegistration.Dynamic registration = proxy(ServletRegistration.Dynamic.class, calls, null);

        MountedPage.inAServletContainer(proxy(ServletContext.class, calls, registration), page());

        assertThat(calls).hasAtLeastOneElementOfType(AccessPageServlet.class).contains("/settings/access-management/*");
    }

    private static <T> T proxy(Class<T> type, List<Object> calls, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (any, method, arguments) -> {
                    for (Object argument : arguments) {
                        calls.addAll(argument instanceof Object[] several ? List.of(several) : List.of(argument));
                    }
                    return answer != null ? answer : java.util.Set.of();
                }));
    }

    @Test
    void a_translation_is_shown_to_those_who_read_it() {
        PageRequest request = PageRequest.of("GET", "/", "", Map.of("Cookie", List.of("session=session-of-ann")));

        assertThat(new String(MountedPage.translated(page()).handle(request).body(), StandardCharsets.UTF_8))
                .contains("<html lang=\"en\">", "Access tokens");
        assertThat(AccessPage.texts()).containsKeys("list.title", "list.create");
    }
}
