package dev.latchkey.example.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real requests to one running service, with two workspaces, their owners and a member. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WorkspaceSuite {

    static final String TOKENS = "/v1beta/access-tokens";
    static final String WORKSPACES = "/v1beta/workspaces";

    private final HttpClient client = HttpClient.newHttpClient();

    private @Nullable Path folder;
    private @Nullable WorkspaceService service;
    String mine = "";
    String theirs = "";
    String member = "";

    /**
     * Starts the service on a free port.
     *
     * @param folder where it keeps its database
     * @return the running service
     * @throws Exception if it does not start
     */
    protected abstract WorkspaceService start(Path folder) throws Exception;

    @BeforeAll
    void startOnce(@TempDir Path emptyFolder) throws Exception {
        folder = emptyFolder;
        WorkspaceService started = start(emptyFolder);
        service = started;
        mine = basic("mine", started.createWorkspace("mine", "Mine"));
        theirs = basic("theirs", started.createWorkspace("theirs", "Theirs"));
        member = basic("ann@mine", started.putMember("ann", "mine"));
    }

    @BeforeEach
    void withoutTokens() {
        service().revokeAll();
    }

    @AfterAll
    void stop() {
        service().close();
    }

    interface WhileStopped {
        void inspect(Path folder) throws Exception;
    }

    /** Stops the service, and starts it on the same database. */
    final void restart(WhileStopped inspection) throws Exception {
        service().close();
        try {
            inspection.inspect(Objects.requireNonNull(folder));
        } finally {
            service = start(Objects.requireNonNull(folder));
        }
    }

    final WorkspaceService service() {
        return Objects.requireNonNull(service);
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    final HttpResponse<String> send(String method, String path, String authorization, String body)
            throws IOException, InterruptedException {
        return authorization.isEmpty()
                ? sendWith(method, path, body)
                : sendWith(method, path, body, "Authorization", authorization);
    }

    final HttpResponse<String> sendWith(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return sendTyped(method, path, body, "application/json", headers);
    }

    final HttpResponse<String> sendTyped(String method, String path, String body, String type, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(service().url() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonObject json(HttpResponse<String> response) {
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    static String text(JsonObject object, String field) {
        return object.get(field).getAsString();
    }

    static String wanted(String description, String scopes, String workspace) {
        return "{\"access_token\":{\"description\":\"" + description + "\",\"scopes\":\"" + scopes
                + "\",\"workspace_names\":[\"" + workspace + "\"]}}";
    }

    final JsonObject create(String owner, String scopes, String workspace) throws IOException, InterruptedException {
        HttpResponse<String> created = send("POST", TOKENS, owner, wanted("nightly export", scopes, workspace));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        return json(created);
    }

    static String bearer(JsonObject created) {
        return "Bearer " + text(created, "token");
    }

    static String path(JsonObject token) {
        return "/v1beta/" + text(token, "name");
    }
}
