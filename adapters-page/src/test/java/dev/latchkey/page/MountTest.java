package dev.latchkey.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.StoredToken;
import dev.latchkey.page.httpserver.AccessPageHandler;
import dev.latchkey.page.servlet.AccessPageServlet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page behind real requests, and in a servlet container's hands. */
class MountTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MOUNT = "/settings/access-management";

    private final TestService service = TestService.standard();
    private final TokenId id = service.issue("Nightly export", "workspace:read").id();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(MOUNT, new AccessPageHandler(service.page()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Sec-Fetch-Site", "same-origin");
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private StoredToken stored() {
        return service.owned().find(id).orElseThrow();
    }

    @Test
    void the_jdk_server_shows_the_list_and_takes_forms() throws Exception {
        assertThat(send("GET", MOUNT + "/", "", "").body()).contains("Nightly export");

        HttpResponse<String> done = send("POST", MOUNT + "/" + id + "/edit", FORM, "description=Hourly+export");

        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).contains("../" + id + "?done=described");
        assertThat(stored().description()).isEqualTo("Hourly export");
    }

    /** The server keeps the bytes of the last answer as long as the connection, and that may have a new token. */
    @Test
    void the_jdk_server_closes_the_connection_after_a_form() throws Exception {
        HttpResponse<String> done = send("POST", MOUNT + "/" + id + "/edit", FORM, "description=Hourly+export");

        assertThat(done.headers().firstValue("Connection")).contains("close");
        assertThat(send("GET", MOUNT + "/", "", "").headers().firstValue("Connection"))
                .isEmpty();
    }

    @Test
    void the_mount_without_a_slash_leads_to_the_one_with_it() throws Exception {
        assertThat(send("GET", MOUNT, "", "").headers().firstValue("Location")).contains("access-management/");
    }

    @Test
    void a_longer_word_than_the_mount_is_not_the_mount() throws Exception {
        assertThat(send("GET", MOUNT + "-of-others/", "", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", MOUNT + "//", "", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", MOUNT + "/%2e%2e/", "", "").statusCode()).isEqualTo(404);
    }

    @Test
    void head_has_the_length_of_get_and_no_body() throws Exception {
        HttpResponse<String> get = send("GET", MOUNT + "/history.csv", "", "");
        HttpResponse<String> head = send("HEAD", MOUNT + "/history.csv", "", "");

        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
    }

    @Test
    void a_body_that_is_no_form_or_too_large_is_refused() throws Exception {
        String target = MOUNT + "/" + id + "/edit";

        assertThat(send("POST", target, "application/json", "{}").statusCode()).isEqualTo(415);
        assertThat(send("POST", target, "", "description=x").statusCode()).isEqualTo(415);
        assertThat(send("POST", target, FORM, "description=" + "x".repeat(300_000))
                        .statusCode())
                .isEqualTo(413);
        assertThat(stored().description()).isEqualTo("Nightly export");
    }

    /** {@return what the servlet answers with: its status and headers, and its body under the key "body"} */
    private Map<String, Object> serve(
            String method, String uri, String query, String body, Map<String, String[]> parsed) throws Exception {
        Map<String, Object> answer = new LinkedHashMap<>();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Map<String, List<String>> headers =
                Map.of("Content-Type", List.of(FORM), "Sec-Fetch-Site", List.of("same-origin"));
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getRequestURI" -> uri;
                    case "getContextPath" -> "/app";
                    case "getServletPath" -> "/tokens";
                    case "getQueryString" -> query;
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    case "getHeaders" -> Collections.enumeration(headers.get((String) arguments[0]));
                    case "getInputStream" -> input(body);
                    case "getParameterMap" -> parsed;
                    default -> throw new UnsupportedOperationException(called.getName());
                });
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, called, arguments) -> {
                    switch (called.getName()) {
                        case "setStatus" -> answer.put("status", arguments[0]);
                        case "setHeader" -> answer.put((String) arguments[0], arguments[1]);
                        case "setContentLength" -> answer.put("length", arguments[0]);
                        case "getOutputStream" -> {
                            return output(written);
                        }
                        default -> throw new UnsupportedOperationException(called.getName());
                    }
                    return null;
                });
        new ServletCall(service.page()).run(request, response);
        answer.put("body", written.toString(StandardCharsets.UTF_8));
        return answer;
    }

    /** Calls the servlet as a container does. */
    private record ServletCall(AccessPage page) {
        void run(HttpServletRequest request, HttpServletResponse response) throws Exception {
            new AccessPageServlet(page).service((jakarta.servlet.ServletRequest) request, response);
        }
    }

    private static ServletInputStream input(String body) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        return new ServletInputStream() {
            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static ServletOutputStream output(ByteArrayOutputStream written) {
        return new ServletOutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void the_servlet_shows_the_list_and_takes_forms() throws Exception {
        assertThat(serve("GET", "/app/tokens/", "sort=oldest", "", Map.of()))
                .containsEntry("status", 200)
                .hasEntrySatisfying("body", body -> assertThat((String) body).contains("Nightly export"));
        assertThat(serve("GET", "/app/tokens", null, "", Map.of())).containsEntry("Location", "tokens/");
        assertThat(serve("HEAD", "/app/tokens/", null, "", Map.of())).containsEntry("body", "");

        serve("POST", "/app/tokens/" + id + "/edit", null, "description=Hourly+export", Map.of());
        assertThat(stored().description()).isEqualTo("Hourly export");
    }

    @Test
    void the_servlet_takes_forms_that_a_filter_has_read_already() throws Exception {
        serve(
                "POST",
                "/app/tokens/" + id + "/edit",
                "description=from+the+address",
                "",
                Map.of("description", new String[] {"from the address", "from the form"}));

        assertThat(stored().description()).isEqualTo("from the form");
    }

    @Test
    void a_host_reaches_the_request_of_its_server() {
        PageRequest request = PageRequest.of("GET", "/", "", Map.of("Cookie", List.of("a=b; session=s1")))
                .withOriginal("the request");

        assertThat(request.original(String.class)).contains("the request");
        assertThat(request.original(Integer.class)).isEqualTo(Optional.empty());
        assertThat(request.cookie("session")).contains("s1");
        assertThat(service.owned().list(TokenQuery.all()).tokens()).hasSize(1);
    }
}
