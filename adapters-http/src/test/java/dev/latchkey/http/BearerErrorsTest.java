package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.AccessToken;
import dev.latchkey.Authorization;
import dev.latchkey.TokenVerifier;
import dev.latchkey.UnverifiedAccessTokens;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifierOverloadedException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class BearerErrorsTest {

    private static final AccessToken TOKEN =
            UnverifiedAccessTokens.token(TokenId.of(1, 2), "workspaces/acme", ScopeSet.parse("workspace:read"));
    private static final List<String> HEADER = List.of("Bearer abc");

    private static final ErrorCode NOT_FOUND = new ErrorCode(404, 5, "Not Found");
    private static final ErrorCode METHOD_NOT_ALLOWED = new ErrorCode(405, 12, "Method Not Allowed");

    private final BearerErrors codes = BearerErrors.of("acme", BodyStyle.CODE);
    private final BearerErrors problems = BearerErrors.of("acme", BodyStyle.PROBLEM);

    private static TokenVerifier verifier(Function<String, Verification> verification) {
        return new TokenVerifier() {
            @Override
            public Verification verify(@Nullable String presentedText) {
                return verification.apply(String.valueOf(presentedText));
            }

            @Override
            public Authorization authorize(@Nullable String presentedText, ScopeRequirement required) {
                return Authorization.of(verify(presentedText), required);
            }
        };
    }

    private static ErrorAnswer refusal(
            BearerErrors errors, Function<String, Verification> verification, ScopeRequirement required) {
        BearerGate.Outcome outcome = new BearerGate(verifier(verification), errors).check(HEADER, required);
        assertThat(outcome).isInstanceOf(BearerGate.Refused.class);
        return ((BearerGate.Refused) outcome).answer();
    }

    @Test
    void without_credentials_the_challenge_has_no_error_code() {
        assertThat(codes.missing())
                .isEqualTo(new ErrorAnswer(
                        401,
                        Map.of(
                                "WWW-Authenticate", "Bearer realm=\"acme\"",
                                "Content-Type", "application/json",
                                "Cache-Control", "no-store"),
                        "{\"error\":\"access token required\",\"code\":16}"));
    }

    @Test
    void a_malformed_header_is_an_invalid_request() {
        assertThat(codes.malformed().status()).isEqualTo(400);
        assertThat(codes.malformed().headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"acme\", error=\"invalid_request\"");
        assertThat(codes.malformed().body()).isEqualTo("{\"error\":\"malformed authorization header\",\"code\":3}");
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void all_rejected_tokens_look_the_same(RejectionReason reason) {
        Scope anything = Scope.of("workspace:read");

        assertThat(refusal(codes, text -> new Rejected(reason), anything))
                .isEqualTo(new ErrorAnswer(
                        401,
                        Map.of(
                                "WWW-Authenticate", "Bearer realm=\"acme\", error=\"invalid_token\"",
                                "Content-Type", "application/json",
                                "Cache-Control", "no-store"),
                        "{\"error\":\"invalid access token\",\"code\":16}"));
        assertThat(refusal(problems, text -> new Rejected(reason), anything).body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                        + "\"detail\":\"invalid access token\"}");
    }

    @Test
    void an_insufficient_scope_names_the_scope_that_is_needed() {
        ErrorAnswer answer = refusal(codes, text -> new Verified(TOKEN), Scope.of("workspace:write"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"error\":\"insufficient scope\",\"code\":7}");
        assertThat(answer.headers())
                .containsEntry(
                        "WWW-Authenticate",
                        "Bearer realm=\"acme\", error=\"insufficient_scope\", scope=\"workspace:write\"");
    }

    @Test
    void a_resource_whose_name_comes_from_outside_reaches_no_header() {
        ErrorAnswer answer = refusal(
                codes,
                text -> new Verified(TOKEN),
                Scope.of("workspace:write").on("workspaces", "x\"\r\nSet-Cookie: a=b"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers().get("WWW-Authenticate")).doesNotContain("Set-Cookie", "\r", "\n");
    }

    @Test
    void a_problem_is_of_its_own_media_type() {
        ErrorAnswer answer = refusal(problems, text -> new Verified(TOKEN), Scope.of("workspace:write"));

        assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
                        + "\"detail\":\"insufficient scope\"}");
    }

    @Test
    void what_cannot_be_told_now_is_503_and_lets_nobody_pass() {
        for (RuntimeException cause :
                List.of(new TokenStoreException("db at 10.0.0.1 is down"), new VerifierOverloadedException("busy"))) {
            ErrorAnswer answer = refusal(
                    codes,
                    text -> {
                        throw cause;
                    },
                    Scope.of("workspace:read"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("Retry-After", "1").doesNotContainKey("WWW-Authenticate");
            assertThat(answer.body()).isEqualTo("{\"error\":\"temporarily unavailable\",\"code\":14}");
        }
    }

    @Test
    void a_token_that_may_passes() {
        BearerGate gate = new BearerGate(verifier(text -> new Verified(TOKEN)), codes);

        assertThat(gate.check(HEADER, Scope.of("workspace:read"))).isEqualTo(new BearerGate.Passed(TOKEN));
    }

    @Test
    void without_or_with_malformed_credentials_the_verifier_is_not_asked() {
        BearerGate gate = new BearerGate(
                verifier(text -> {
                    throw new AssertionError("asked");
                }),
                codes);

        assertThat(gate.check(List.of(), Scope.of("a"))).isEqualTo(new BearerGate.Refused(codes.missing()));
        assertThat(gate.check(List.of("Bearer a b"), Scope.of("a")))
                .isEqualTo(new BearerGate.Refused(codes.malformed()));
    }

    @Test
    void an_error_has_its_status_and_its_canonical_code() {
        for (ErrorCode error : List.of(
                ErrorCode.INVALID_ARGUMENT,
                ErrorCode.UNAUTHENTICATED,
                ErrorCode.PERMISSION_DENIED,
                ErrorCode.UNAVAILABLE,
                NOT_FOUND)) {
            ErrorAnswer answer = codes.error(error, "x");

            assertThat(answer.status()).isEqualTo(error.status());
            assertThat(answer.body()).isEqualTo("{\"error\":\"x\",\"code\":" + error.code() + "}");
        }
        assertThat(ErrorCode.INVALID_ARGUMENT).isEqualTo(new ErrorCode(400, 3, "Bad Request"));
        assertThat(ErrorCode.UNAUTHENTICATED).isEqualTo(new ErrorCode(401, 16, "Unauthorized"));
        assertThat(ErrorCode.PERMISSION_DENIED).isEqualTo(new ErrorCode(403, 7, "Forbidden"));
        assertThat(ErrorCode.UNAVAILABLE).isEqualTo(new ErrorCode(503, 14, "Service Unavailable"));
    }

    @Test
    void what_is_not_an_error_is_no_error_code() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ErrorCode(200, 0, "OK"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ErrorCode(600, 2, "Unknown"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ErrorCode(404, 5, " "));
    }

    @Test
    void text_of_an_error_is_escaped_in_the_body() {
        assertThat(codes.error(NOT_FOUND, "a\"b\\c\n\u00e9\uD83D\uDE00").body())
                .isEqualTo("{\"error\":\"a\\\"b\\\\c\\u000a\\u00e9\\ud83d\\ude00\",\"code\":5}");
    }

    @Test
    void an_answer_gets_a_header_more_or_another_value_of_one_that_it_has() {
        ErrorAnswer refused = codes.error(METHOD_NOT_ALLOWED, "method not allowed");

        assertThat(refused.withHeader("Allow", "GET, HEAD").headers())
                .containsEntry("Allow", "GET, HEAD")
                .containsEntry("Cache-Control", "no-store");
        assertThat(refused.withHeader("cache-control", "private").headers())
                .containsEntry("cache-control", "private")
                .doesNotContainKey("Cache-Control");
    }

    @ParameterizedTest
    @CsvSource({"'',x", "a b,x", "a:,x", "é,x", "Allow,''", "Allow,é", "'Allow','a\r\nb'"})
    void a_header_that_is_not_legal_is_refused(String name, String value) {
        ErrorAnswer refused = codes.error(METHOD_NOT_ALLOWED, "x");

        assertThatIllegalArgumentException().isThrownBy(() -> refused.withHeader(name, value));
    }

    @Test
    void a_realm_is_quoted() {
        assertThat(BearerErrors.of("a \"b\" \\c", BodyStyle.CODE).missing().headers())
                .containsEntry("WWW-Authenticate", "Bearer realm=\"a \\\"b\\\" \\\\c\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\r\nX: y", "a\u0000", "\u00e9"})
    void a_realm_that_is_not_printable_ascii_is_refused(String realm) {
        assertThatIllegalArgumentException().isThrownBy(() -> BearerErrors.of(realm, BodyStyle.CODE));
    }
}
