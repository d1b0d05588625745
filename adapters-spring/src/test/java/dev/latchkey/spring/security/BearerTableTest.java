package dev.latchkey.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.VerifierOverloadedException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 6750 section 3 asks for, on a real port. */
class BearerTableTest {

    private static final String CHALLENGE = "Bearer realm=\"acme\"";

    private static WebService service;

    @BeforeAll
    static void start() {
        service = WebService.start(WebService.Alone.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void mend() {
        service.verifier().failure = null;
    }

    @Test
    void a_valid_token_is_let_through() {
        Http.Answer answer = service.http().get("/read", service.bearer("workspace:read"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("workspaces/acme [FACTOR_BEARER, SCOPE_workspace:read]");
        assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "Bearer    ", " \tBearer "})
    void the_scheme_is_read_in_any_case_and_with_any_number_of_spaces(String scheme) {
        String text = service.issue("workspace:read").reveal();

        assertThat(service.http()
                        .get("/read", "Authorization:" + scheme + text + " ")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "Accept: application/json", "Authorization: Basic YTpi", "Authorization:"})
    void a_request_without_a_token_is_challenged_without_an_error_code(String header) {
        Http.Answer answer = service.http().get("/read", header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
        assertThat(answer.body()).isEqualTo("{\"error\":\"access token required\",\"code\":16}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer\tabc", "Bearer a b", "Bearer a, Bearer b", "Bearer a\u00e9"})
    void a_malformed_header_is_a_bad_request(String value) {
        Http.Answer answer = service.http().get("/read", "Authorization: " + value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE + ", error=\"invalid_request\"");
        assertThat(answer.body()).isEqualTo("{\"error\":\"malformed authorization header\",\"code\":3}");
    }

    @Test
    void several_authorization_headers_are_a_bad_request() {
        String bearer = service.bearer("workspace:read");

        assertThat(service.http().get("/read", bearer, bearer).status()).isEqualTo(400);
        assertThat(service.http()
                        .get("/read", bearer, "Authorization: Basic YTpi")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void all_rejected_tokens_are_answered_alike() {
        IssuedToken revoked = service.issue("workspace:read");
        service.tokens().all().by("users/42").revoke(revoked.id(), "no longer needed");
        String valid = service.issue("workspace:read").reveal();
        List<Http.Answer> answers = List.of(
                service.http().get("/read", "Authorization: Bearer " + revoked.reveal()),
                service.http().get("/read", "Authorization: Bearer abc"),
                service.http().get("/read", "Authorization: Bearer " + valid.substring(1)),
                service.http().get("/read", "Authorization: Bearer " + "a".repeat(5000)));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE + ", error=\"invalid_token\"");
            assertThat(answer.body()).isEqualTo("{\"error\":\"invalid access token\",\"code\":16}");
        });
    }

    @Test
    void a_rejected_token_is_refused_where_no_token_is_needed_too() {
        assertThat(service.http().get("/public").status()).isEqualTo(200);
        assertThat(service.http().get("/public", "Authorization: Bearer abc").status())
                .isEqualTo(401);
    }

    @Test
    void a_missing_scope_is_named() {
        Http.Answer answer = service.http().get("/write", service.bearer("workspace:read"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate"))
                .isEqualTo(CHALLENGE + ", error=\"insufficient_scope\", scope=\"workspace:read workspace:write\"");
        assertThat(answer.body()).isEqualTo("{\"error\":\"insufficient scope\",\"code\":7}");
    }

    @Test
    void a_scope_on_another_resource_is_not_enough() {
        String bearer = service.bearer("workspace:read@workspaces/acme");

        assertThat(service.http().get("/workspaces/acme", bearer).status()).isEqualTo(200);
        assertThat(service.http().get("/workspaces/other", bearer).header("WWW-Authenticate"))
                .endsWith("scope=\"workspace:read@workspaces/other\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "*", "..%2Facme", "%C3%A9"})
    void a_name_that_cannot_be_a_resource_is_denied(String name) {
        Http.Answer answer =
                service.http().get("/workspaces/" + name, service.bearer("workspace:read@workspaces/acme"));

        assertThat(answer.status()).isIn(400, 403);
        assertThat(answer.header("WWW-Authenticate")).doesNotContain(name);
    }

    @Test
    void a_role_that_a_token_lacks_is_denied_without_a_scope() {
        Http.Answer answer = service.http().get("/admin", service.bearer("workspace"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"error\":\"permission denied\",\"code\":7}");
    }

    @Test
    void a_store_that_is_down_is_not_a_bad_token() {
        service.verifier().failure = new UnavailableException("the database does not answer", null);
        assertUnavailable();

        service.verifier().failure = new VerifierOverloadedException("waited 5 s for a permit");
        assertUnavailable();
    }

    private static void assertUnavailable() {
        Http.Answer answer = service.http().get("/read", "Authorization: Bearer abc");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.headers()).doesNotContainKey("WWW-Authenticate");
        assertThat(answer.body()).isEqualTo("{\"error\":\"temporarily unavailable\",\"code\":14}");
    }

    @Test
    void a_bug_in_the_verifier_lets_nobody_through() {
        service.verifier().failure = new IllegalStateException("a bug");

        assertThat(service.http().get("/public", "Authorization: Bearer abc").status())
                .isEqualTo(500);
    }

    @Test
    void a_change_with_a_token_needs_no_csrf_token_and_one_without_does() {
        assertThat(service.http()
                        .send("POST", "/read", service.bearer("workspace:read"))
                        .body())
                .isEqualTo("changed");
        assertThat(service.http().send("POST", "/read").status()).isEqualTo(401);
    }

    @Test
    void a_malformed_header_of_a_change_is_answered_as_such() {
        assertThat(service.http()
                        .send("POST", "/read", "Authorization: Bearer a b")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_head_request_has_the_headers_alone() {
        Http.Answer answer = service.http().send("HEAD", "/read");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/callable", "/deferred"})
    void an_asynchronous_result_is_sent(String path) {
        assertThat(service.http().get(path, service.bearer("workspace:read")).status())
                .isEqualTo(200);
        assertThat(service.http().get(path).status()).isEqualTo(401);
    }

    @Test
    void a_token_is_verified_once_for_all_dispatches_of_a_request() {
        String bearer = service.bearer("workspace:read");
        int before = service.verifier().calls.get();
        service.http().get("/callable", bearer);

        assertThat(service.verifier().calls.get()).isEqualTo(before + 1);
    }

    @Test
    void an_unknown_path_and_a_failing_controller_are_not_unauthorized() {
        String bearer = service.bearer("workspace:read");

        assertThat(service.http().get("/nowhere", bearer).status()).isEqualTo(404);
        assertThat(service.http().get("/throws", bearer).status()).isEqualTo(500);
    }

    @Test
    void a_handler_gets_the_token_of_the_request() {
        IssuedToken issued = service.issue("workspace:read");
        String bearer = "Authorization: Bearer " + issued.reveal();

        assertThat(service.http().get("/token", bearer).body())
                .isEqualTo(issued.id().toString());
        assertThat(service.http().get("/maybe", bearer).body()).isEqualTo("workspaces/acme");
    }
}
