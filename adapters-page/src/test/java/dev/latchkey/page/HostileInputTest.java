package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker sends, stores, or is called. */
@Tag("locale")
class HostileInputTest {

    private static final String MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>${7*7}@raw";

    private final TestService service = TestService.standard();

    private static void assertHarmless(String where, PageResponse response) {
        assertThat(html(response))
                .as(where)
                .doesNotContain("<script>alert", "<img", "\"'>")
                .doesNotContain("49@raw");
    }

    @Test
    void markup_in_every_stored_field_is_text() {
        TokenId id = service.tokens
                .issuer()
                .issue(TestService.request(TestService.OWNER, MARKUP, "workspace:write@workspaces/acme")
                        .withAttribute("note", MARKUP)
                        .withAttribute("<b>", "x"))
                .id();
        Viewer evil = new Viewer(MARKUP, MARKUP, java.time.ZoneOffset.UTC, Locale.ENGLISH);
        service.as(
                Visit.of(evil, TestService.OWNER).creating(ScopeSet.parse("*")).managing());
        service.post("/" + id + "/disable", "why", MARKUP);
        for (String path : new String[] {
            "/", "/" + id, "/history", "/new?from=" + id, "/" + id + "/edit", "/" + id + "/revoke", "/revoke?id=" + id
        }) {
            assertHarmless(path, service.get(path));
        }
        service.post("/" + id + "/revoke", "reason", "other", "other", MARKUP);
        assertHarmless("inactive", service.get("/?state=inactive"));
        assertHarmless("history", service.get("/history"));
    }

    @Test
    void markup_in_every_sent_field_is_text() {
        TokenId id = service.issue("Nightly export", "workspace:read").id();
        service.resources = ResourceChoices.within("workspaces/acme").andMore();
        String coded = TestService.form("x", MARKUP).substring(2);
        for (String target : new String[] {
            "/?sort=" + coded + "&after=" + coded + "&state=" + coded + "&done=" + coded,
            "/new?description=" + coded + "&scope=" + coded + "&resource=" + coded + "&days=" + coded + "&until="
                    + coded,
            "/history?token=" + coded + "&actor=" + coded + "&after=" + coded,
            "/revoke?id=" + coded,
            "/?q=" + coded + "&state=inactive",
            "/?q=zzz&scope=" + coded + "&by=" + coded + "&idle=" + coded + "&within=" + coded + "&only=" + coded,
            "/?q=" + coded + "&by=" + coded + "&sort=" + coded,
            "/leak?leaked=" + coded + "&done=" + coded,
            "/" + id + "?done=" + coded
        }) {
            assertHarmless(target, service.get(target));
        }
        assertHarmless("leak", service.post("/leak", "leaked", MARKUP));
        for (String step : new String[] {"", "review", "create", "edit", "search"}) {
            assertHarmless(
                    step,
                    service.post(
                            "/new",
                            "step",
                            step,
                            "key",
                            MARKUP,
                            "description",
                            MARKUP,
                            "scope",
                            MARKUP,
                            "row-sources:read",
                            MARKUP,
                            "reach",
                            "chosen",
                            "resource",
                            MARKUP,
                            "search",
                            MARKUP,
                            "days",
                            "custom",
                            "until",
                            MARKUP));
        }
        for (String action : new String[] {"edit", "narrow", "shorten", "disable", "revoke", "rotate"}) {
            assertHarmless(
                    action,
                    service.post(
                            "/" + id + "/" + action,
                            "description",
                            " ",
                            "keep",
                            MARKUP,
                            "until",
                            MARKUP,
                            "why",
                            "\u202e" + MARKUP,
                            "reason",
                            MARKUP,
                            "other",
                            MARKUP,
                            "overlap",
                            MARKUP,
                            "key",
                            MARKUP));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "//",
                "/./",
                "/..",
                "/../",
                "/%2e%2e/",
                "/%2F",
                "/new/",
                "/new//",
                "//new",
                "/NEW",
                "/n%65w",
                "/assets/",
                "/assets/../page.css",
                "/assets/page.css",
                "/assets/page.0000000000000000.css",
                "/history.csv/",
                "/\u0000",
                "/new;x=1",
                "/index.html",
                "/leak/",
                "/LEAK",
                "/leak%2F",
                "/%6ceak",
                "//leak",
                "/leak;x=1",
                "/leak/../history",
                "/leak.html",
                "/leak\u0000",
                "/01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "/01ARZ3NDEKTSV4RRFFQ69G5FAV/revoke/",
                "/01ARZ3NDEKTSV4RRFFQ69G5FAV//revoke",
                "/zzzzzzzzzzzzzzzzzzzzzzzzzz",
                "/new\\",
                "/new\n"
            })
    void a_path_that_is_none_of_ours_is_not_found(String path) {
        assertThat(service.get(path).status()).as(path).isEqualTo(404);
    }

    @Test
    void a_redirect_cannot_be_given_another_header() {
        TokenId id = service.issue("Nightly export", "workspace:read").id();

        PageResponse done =
                service.post("/" + id + "/edit?done=%0d%0aSet-Cookie:%20a=b", "description", "x%0d%0aSet-Cookie: a=b");

        assertThat(done.headers()).containsEntry("Location", "../" + id + "?done=described");
        PageResponse reported = service.post("/leak?done=%0d%0aSet-Cookie:%20a=b", "leaked", "x\r\nSet-Cookie: a=b");
        assertThat(reported.headers()).containsEntry("Location", "./?state=inactive&done=reported");
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> PageResponse.redirect("/x\r\nSet-Cookie: a=b"));
    }

    @Test
    void a_failure_is_answered_without_its_cause() {
        service.visit = null;

        PageResponse failed = service.get("/");

        assertThat(failed.status()).isEqualTo(500);
        assertThat(html(failed)).contains("Something went wrong").doesNotContain("NullPointer");
    }

    @Test
    void a_store_that_does_not_answer_is_a_503() {
        PageHost down = new PageHost() {
            @Override
            public Optional<Visit> visit(PageRequest request) {
                throw new TokenStoreException("down", new IllegalStateException());
            }

            @Override
            public PageResponse answerToNobody(PageRequest request) {
                return PageResponse.redirect("/");
            }

            @Override
            public Brand brand() {
                return Brand.named("Example");
            }
        };

        PageResponse answer = AccessPage.of(service.tokens, TestService.CATALOG, down)
                .handle(PageRequest.of("GET", "/", "", java.util.Map.of()));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }
}
