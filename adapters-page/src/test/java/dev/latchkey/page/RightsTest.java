package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.StoredToken;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people who may not do everything see, and are refused. */
class RightsTest {

    private final TestService service = TestService.standard();
    private final TokenId id = service.issue("Nightly export", "workspace:read").id();
    private final String before = print();

    private String print() {
        List<StoredToken> tokens = service.tokens.all().list(TokenQuery.all()).tokens();
        return tokens.stream()
                .map(token -> token + token.state(TestService.NOW).name() + token.scopes() + token.expiresAt())
                .toList()
                .toString();
    }

    @Test
    void a_member_sees_the_tokens_and_why_creating_is_not_offered() {
        service.as(TestService.member());

        assertThat(html(service.get("/")))
                .contains("Nightly export", "To create one, ask somebody who may.")
                .doesNotContain("href=\"new\"", "type=\"checkbox\"", "revoke");
        assertThat(html(service.get("/" + id))).contains("Nightly export").doesNotContain("What you can do");
        assertThat(service.get("/history").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/new",
                "/revoke",
                "/revoke-all",
                "/ID/edit",
                "/ID/narrow",
                "/ID/shorten",
                "/ID/rotate",
                "/ID/end",
                "/ID/disable",
                "/ID/enable",
                "/ID/revoke"
            })
    void a_member_changes_nothing(String target) {
        service.as(TestService.member());
        String path = target.replace("ID", id.toString());

        assertThat(service.get(path).status()).isIn(403, 405);
        PageResponse refused = service.post(
                path,
                "step",
                "create",
                "description",
                "x",
                "scope",
                "workspace:read",
                "days",
                "7",
                "reason",
                "leaked",
                "sure",
                "yes",
                "why",
                "x",
                "overlap",
                "0",
                "keep",
                "workspace:read",
                "until",
                "2026-03-12",
                "id",
                id.toString());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(html(refused)).contains("You may not do this.");
        assertThat(print()).isEqualTo(before);
    }

    @Test
    void nobody_is_answered_by_the_host() {
        service.visit = Optional.empty();

        for (String path : new String[] {"/", "/new", "/history.csv", "/" + id, "/nonsense"}) {
            assertThat(service.get(path).headers()).as(path).containsEntry("Location", "/sign-in");
        }
        assertThat(service.post("/" + id + "/revoke", "reason", "leaked").headers())
                .containsEntry("Location", "/sign-in");
        assertThat(print()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "get", ""})
    void other_methods_are_refused(String method) {
        PageResponse refused = service.send(method, "/", "");

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void every_screen_refuses_frames_foreign_files_and_caches() {
        for (String path : new String[] {"/", "/new", "/history", "/" + id, "/" + id + "/revoke", "/nonsense"}) {
            assertThat(service.get(path).headers())
                    .as(path)
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .hasEntrySatisfying(
                            "Content-Security-Policy",
                            policy -> assertThat(policy)
                                    .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                                    .doesNotContain("unsafe"));
        }
    }
}
