package dev.latchkey.example.workspaceapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.example.suite.PageUser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two nodes on one PostgreSQL, which cache records, behind a proxy. */
class TwoNodesTest {

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int REVOCATIONS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WORKSPACES = "/v1beta/workspaces";

    private final HttpClient client = HttpClient.newHttpClient();

    private static RunningService node(EmbeddedPostgres database) {
        return RunningService.start(
                "--spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--latchkey.revocation-within=" + BOUND.toMillis() + "ms");
    }

    private HttpResponse<String> send(String method, String url, String authorization, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Revocations at several phases of the other node's polls: one alone may be seen early by chance. */
    @Test
    void token_that_is_revoked_on_the_page_of_one_node_is_refused_by_the_other_within_the_bound() throws Exception {
        try (EmbeddedPostgres database =
                        EmbeddedPostgres.builder().setPGStartupWait(PATIENCE).start();
                RunningService a = node(database);
                RunningService b = node(database);
                RoundRobinProxy proxy = new RoundRobinProxy(List.of(a.url(), b.url()))) {
            String password = a.createWorkspace("mine", "Mine");
            String owner = "Basic "
                    + Base64.getEncoder().encodeToString(("mine:" + password).getBytes(StandardCharsets.UTF_8));
            PageUser onTheFirst = new PageUser(a.url());
            PageTest.signInByForm(onTheFirst, "mine", password);
            for (int i = 0; i < REVOCATIONS; i++) {
                revokeThroughOneAndUseTheOther(onTheFirst, List.of(a, b), proxy, owner);
            }
        }
    }

    private void revokeThroughOneAndUseTheOther(
            PageUser onTheFirst, List<RunningService> both, RoundRobinProxy proxy, String owner) throws Exception {
        HttpResponse<String> created = send(
                "POST",
                proxy.url() + "/v1beta/access-tokens",
                owner,
                "{\"access_token\":{\"description\":\"d\",\"scopes\":\"workspace:read\","
                        + "\"workspace_names\":[\"workspaces/mine\"]}}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        JsonNode token = JsonMapper.shared().readTree(created.body());
        String bearer = "Bearer " + token.get("token").stringValue();
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = send("GET", proxy.url() + WORKSPACES, bearer, "");
            assertThat(answer.statusCode()).isEqualTo(200);
            nodes.add(answer.headers().firstValue("Node").orElseThrow());
        }
        assertThat(nodes).containsAll(both.stream().map(RunningService::url).toList());

        String id = token.get("name").stringValue().substring("access-tokens/".length());
        String revoke = "/settings/access-management/" + id + "/revoke";
        HttpResponse<String> form = onTheFirst.get(revoke);
        assertThat(onTheFirst.submit(form, revoke, "reason", "leaked").statusCode())
                .isEqualTo(200);
        long revoked = System.nanoTime();

        long lastAccepted = revoked;
        long invoked = System.nanoTime();
        while (send("GET", both.get(1).url() + WORKSPACES, bearer, "").statusCode() == 200) {
            lastAccepted = invoked;
            invoked = System.nanoTime();
            assertThat(Duration.ofNanos(invoked - revoked)).isLessThan(PATIENCE);
        }
        // A request is invoked before its verification is, so a request later than the bound must be refused.
        assertThat(Duration.ofNanos(lastAccepted - revoked)).isLessThan(BOUND);
        for (int i = 0; i < 4; i++) {
            assertThat(send("GET", proxy.url() + WORKSPACES, bearer, "").statusCode())
                    .isEqualTo(401);
        }
    }
}
