package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker sends, stores, or is called. */
@Tag("locale")
class HostileInputTest {

    private static final String MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>${7*7}@raw";
    private static final long SEED = 20260310;

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
            "/" + id + "?done=" + coded
        }) {
            assertHarmless(target, service.get(target));
        }
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
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> PageResponse.redirect("/x\r\nSet-Cookie: a=b"));
    }

    @Test
    void two_thousand_random_requests_are_answered_without_a_failure() {
        TokenId id = service.issue("Nightly export", "workspace:write@workspaces/acme")
                .id();
        String[] paths = {
            "/",
            "/new",
            "/revoke",
            "/revoke-all",
            "/history",
            "/history.csv",
            "/" + id,
            "/" + id + "/edit",
            "/" + id + "/narrow",
            "/" + id + "/shorten",
            "/" + id + "/rotate",
            "/" + id + "/end",
            "/" + id + "/disable",
            "/" + id + "/enable",
            "/" + id + "/revoke",
            "/assets/x",
            "//",
            "/%"
        };
        String[] names = {
            "step",
            "description",
            "scope",
            "row-sources:read",
            "reach",
            "resource",
            "search",
            "days",
            "until",
            "sure",
            "key",
            "reason",
            "other",
            "why",
            "overlap",
            "keep",
            "id",
            "token",
            "actor",
            "after",
            "state",
            "sort",
            "from",
            "preset",
            "done"
        };
        String[] values = {
            "",
            "review",
            "create",
            "edit",
            "workspace:read",
            "workspace:write@workspaces/acme",
            "sources:write",
            "billing",
            "chosen",
            "all",
            "custom",
            "never",
            "7",
            "90",
            "-1",
            "2026-03-12",
            "+999999999-12-31",
            "-999999999-01-01",
            "yes",
            "page-AAAAAAAAAAAAAAAAAAAAAAAA",
            "leaked",
            "other",
            MARKUP,
            "\u0000",
            "\ud800",
            "\u202e",
            "1440",
            id.toString(),
            "a".repeat(300),
            "a@b@c",
            "*",
            "reporting",
            "inactive",
            "expiry",
            "AQAAAA",
            "%",
            "ü"
        };
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
                text.append('&')
                        .append(TestService.form(
                                names[random.nextInt(names.length)], values[random.nextInt(values.length)]));
            }
            if (random.nextInt(5) == 0) {
                text.append("&%&=&%zz=%f&").append((char) random.nextInt(0xFFFF));
            }
            String path = paths[random.nextInt(paths.length)];
            PageResponse response = random.nextBoolean()
                    ? service.send("GET", path + "?" + text, "")
                    : service.send("POST", path, "x=1" + text);
            assertThat(response.status()).as(path + " " + text).isLessThan(500);
            assertHarmless(path + " " + text, response);
        }
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
