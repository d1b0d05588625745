package dev.latchkey.example.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs that people call an API with. A program that is not installed is skipped with a message, unless the system
 * property {@code latchkey.clients} is {@code required}.
 */
public abstract class ClientsSuite extends WorkspaceSuite {

    /** For subclasses, each of which starts one service. */
    protected ClientsSuite() {}

    /** Each sends GET with the token in the second argument to the address in the first, and prints status and body. */
    enum Client {
        CURL("curl", "-s", "-w", "%{http_code}", "-o", "-", "-H"),
        PYTHON("python3", "-c", """
                import http.client, sys, urllib.parse
                url = urllib.parse.urlsplit(sys.argv[1])
                connection = http.client.HTTPConnection(url.hostname, url.port)
                connection.request("GET", url.path, headers={"Authorization": sys.argv[2]})
                answer = connection.getresponse()
                print(answer.read().decode() + str(answer.status))
                """),
        NODE("node", "-e", """
                const [url, authorization] = process.argv.slice(1);
                fetch(url, {headers: {authorization}})
                    .then(async answer => console.log(await answer.text() + answer.status));
                """);

        @SuppressWarnings("ImmutableEnumChecker") // List.of
        private final List<String> command;

        Client(String... command) {
            this.command = List.of(command);
        }

        List<String> get(String url, String authorization) {
            List<String> all = new ArrayList<>(command);
            all.addAll(this == CURL ? List.of("Authorization: " + authorization, url) : List.of(url, authorization));
            return all;
        }
    }

    @ParameterizedTest
    @EnumSource
    void client_uses_a_token_until_it_is_deleted(Client client) throws Exception {
        JsonObject created = create(mine, "workspace:read", "workspaces/mine");

        assertThat(run(client, bearer(created)))
                .contains("\"name\":\"workspaces/mine\"")
                .endsWith("200");

        send("DELETE", path(created), mine, "");
        assertThat(run(client, bearer(created))).isEqualTo("{\"error\":\"invalid access token\",\"code\":16}401");
    }

    @Test
    void client_of_the_jdk_uses_a_token_until_it_is_deleted() throws Exception {
        JsonObject created = create(mine, "workspace:read", "workspaces/mine");

        assertThat(send("GET", WORKSPACES, bearer(created), "").statusCode()).isEqualTo(200);

        send("DELETE", path(created), mine, "");
        assertThat(send("GET", WORKSPACES, bearer(created), "").statusCode()).isEqualTo(401);
    }

    private String run(Client client, String authorization) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(client.get(service().url() + WORKSPACES, authorization))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            if ("required".equals(System.getProperty("latchkey.clients"))) {
                throw e;
            }
            return abort(client.command.get(0) + " is not installed: " + e.getMessage());
        }
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
