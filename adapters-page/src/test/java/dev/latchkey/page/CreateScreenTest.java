package dev.latchkey.page;

import static dev.latchkey.page.TestService.field;
import static dev.latchkey.page.TestService.html;
import static dev.latchkey.page.TestService.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuePolicy;
import dev.latchkey.StoredToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class CreateScreenTest {

    private final TestService service = TestService.standard();

    private List<StoredToken> stored() {
        return service.owned().list(TokenQuery.all()).tokens();
    }

    private PageResponse step(String step, String... more) {
        String[] fields = new String[more.length + 10];
        System.arraycopy(
                new String[] {
                    "step",
                    step,
                    "description",
                    "Nightly export",
                    "scope",
                    "workspace:read",
                    "days",
                    "30",
                    "reach",
                    "all"
                },
                0,
                fields,
                0,
                10);
        System.arraycopy(more, 0, fields, 10, more.length);
        return service.post("/new", fields);
    }

    @Test
    void the_form_offers_the_catalogue_and_says_what_cannot_be_given() {
        String form = html(service.get("/new"));

        assertThat(form).contains("<legend>Data in</legend>", "See the workspace", "Read and write", "No access");
        assertThat(form).containsPattern("value=\"billing\" disabled");
        assertThat(form).contains("You do not have this permission yourself", "The token works until June 8, 2026.");
    }

    @Test
    void the_review_says_what_the_token_can_and_cannot_do_and_until_when() {
        PageResponse review = step("review");

        assertThat(review.status()).isEqualTo(200);
        assertThat(html(review))
                .containsSubsequence(
                        "It can",
                        "See the workspace",
                        "It cannot",
                        "Change the workspace",
                        "The token works until Apr 9, 2026");
        assertThat(stored()).isEmpty();
    }

    @Test
    void the_last_step_shows_the_token_once_and_the_token_works() {
        PageResponse shown = step("create");

        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer");
        assertThat(service.tokens.verifier().verify(secret(shown))).isInstanceOf(Verified.class);
        assertThat(stored()).singleElement().satisfies(token -> {
            assertThat(token.description()).isEqualTo("Nightly export");
            assertThat(token.scopes()).isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme"));
            assertThat(token.createdBy()).contains(TestService.ANN);
            assertThat(token.expiresAt()).contains(TestService.NOW.plus(Duration.ofDays(30)));
        });
        assertThat(html(shown)).contains("curl -i -K - 'https://api.example.org/workspaces'");
    }

    @Test
    void a_form_that_is_sent_twice_makes_one_token_and_shows_it_once() {
        String key = field(step("review"), "key");

        PageResponse first = step("create", "key", key);
        service.clock.advance(Duration.ofSeconds(5));
        PageResponse second = step("create", "key", key);

        assertThat(secret(first)).isNotEmpty();
        assertThat(second.status()).isEqualTo(409);
        assertThat(html(second)).contains("This token was already shown").doesNotContain(secret(first));
        assertThat(stored()).hasSize(1);
    }

    @Test
    void a_used_form_that_asks_for_something_else_makes_nothing() {
        String key = field(step("review"), "key");
        step("create", "key", key);

        PageResponse other = step("create", "key", key, "scope", "workspace:write");

        assertThat(other.status()).isEqualTo(409);
        assertThat(html(other)).contains("This form was already used");
        assertThat(stored()).hasSize(1);
    }

    @Test
    void going_back_keeps_what_was_filled_in() {
        PageResponse form = step("edit", "row-sources:read", "sources:write");

        assertThat(html(form)).contains("value=\"Nightly export\"");
        assertThat(html(form)).containsPattern("value=\"workspace:read\" checked");
        assertThat(html(form)).containsPattern("value=\"sources:write\" checked");
        assertThat(html(form)).containsPattern("value=\"30\" checked");
    }

    @Test
    void what_a_ticked_permission_includes_is_ticked_and_fixed() {
        assertThat(html(step("edit", "scope", "workspace:write")))
                .containsPattern("value=\"workspace:read\" checked disabled")
                .contains("Included in workspace:write");
    }

    @Test
    void a_preset_ticks_its_permissions_and_keeps_the_rest() {
        PageResponse form = service.post("/new", "preset", "reporting", "description", "Dashboard", "days", "7");

        assertThat(html(form)).contains("value=\"Dashboard\"");
        assertThat(html(form)).containsPattern("value=\"workspace:read\" checked");
        assertThat(html(form)).containsPattern("value=\"sources:read\" checked");
    }

    @Test
    void a_link_fills_the_form_in_and_makes_nothing() {
        PageResponse form = service.get("/new?description=From+a+link&scope=workspace:read&days=7&key=page-chosen");

        assertThat(html(form)).contains("value=\"From a link\"").containsPattern("value=\"workspace:read\" checked");
        assertThat(field(form, "key")).startsWith("page-").isNotEqualTo("page-chosen");
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_similar_token_starts_from_an_old_one() {
        step("create");

        assertThat(html(service.get("/new?from=" + stored().get(0).id())))
                .contains("value=\"Nightly export\"")
                .containsPattern("value=\"workspace:read\" checked");
    }

    @Test
    void each_mistake_is_named_and_linked_to_its_field() {
        PageResponse form = service.post("/new", "step", "review", "days", "5");

        assertThat(form.status()).isEqualTo(422);
        assertThat(html(form))
                .contains("<title>Error: Create an access token", "href=\"#description\"", "href=\"#scopes\"")
                .contains("href=\"#days-7\"");
    }

    @Test
    void nobody_gives_what_they_do_not_have() {
        PageResponse refused = step("create", "scope", "billing");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(html(refused)).contains("You cannot give what you do not have: billing@workspaces/acme");
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_custom_day_ends_with_that_day_where_the_viewer_is() {
        step("create", "days", "custom", "until", "2026-03-20");
        PageResponse form = service.post(
                "/new",
                "step",
                "create",
                "description",
                "x",
                "scope",
                "workspace:read",
                "days",
                "custom",
                "until",
                "2026-03-20");

        assertThat(form.status()).isEqualTo(200);
        assertThat(stored())
                .anySatisfy(token -> assertThat(token.expiresAt()).contains(Instant.parse("2026-03-20T23:00:00Z")));
    }

    @Test
    void a_custom_day_in_the_past_or_beyond_the_policy_is_refused() {
        for (String day : new String[] {"2026-03-09", "2027-03-12", "", "tomorrow"}) {
            assertThat(service.post(
                                    "/new",
                                    "step",
                                    "create",
                                    "description",
                                    "x",
                                    "scope",
                                    "workspace:read",
                                    "days",
                                    "custom",
                                    "until",
                                    day)
                            .status())
                    .as(day)
                    .isEqualTo(422);
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void never_is_offered_where_the_policy_allows_it_and_asked_about_twice() {
        assertThat(html(service.get("/new"))).doesNotContain("days-never");
        TestService lenient = TestService.with(IssuePolicy.standard().allowingNever());
        String[] never = {"step", "create", "description", "x", "scope", "workspace:read", "days", "never"};

        assertThat(html(lenient.post("/new", never))).contains("Confirm that the token is to work without end.");
        assertThat(lenient.post("/new", concat(never, "sure", "yes")).status()).isEqualTo(200);
    }

    private static String[] concat(String[] first, String... second) {
        String[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Test
    void chosen_resources_bind_each_permission() {
        service.resources = ResourceChoices.within("workspaces/acme")
                .offering(List.of(
                        new ResourceChoices.Choice("workspaces/acme/sources/js", "Website"),
                        new ResourceChoices.Choice("workspaces/acme/sources/ios", "iPhone app")));

        assertThat(html(service.get("/new"))).contains("Website", "iPhone app");
        service.post(
                "/new",
                "step",
                "create",
                "description",
                "x",
                "scope",
                "workspace:read",
                "days",
                "7",
                "reach",
                "chosen",
                "resource",
                "workspaces/acme/sources/js");
        assertThat(stored())
                .singleElement()
                .satisfies(token -> assertThat(token.scopes())
                        .isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme/sources/js")));
    }

    @Test
    void a_resource_outside_of_what_the_viewer_has_is_refused() {
        service.resources = ResourceChoices.within("workspaces/acme")
                .offering(List.of(new ResourceChoices.Choice("workspaces/acme/sources/js", "Website")));

        PageResponse refused = service.post(
                "/new",
                "step",
                "create",
                "description",
                "x",
                "scope",
                "workspace:read",
                "days",
                "7",
                "reach",
                "chosen",
                "resource",
                "workspaces/other");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_sign_in_that_is_too_old_is_asked_for_again() {
        service.signIn = java.util.Optional.of("/sign-in?again");

        assertThat(html(service.get("/new"))).contains("Please sign in again", "href=\"/sign-in?again\"");
        assertThat(step("create").status()).isEqualTo(403);
        assertThat(stored()).isEmpty();
    }

    @Test
    void the_secret_is_in_the_one_answer_and_nowhere_else() {
        PageResponse shown = step("create");
        String secret = secret(shown);
        String id = stored().get(0).id().toString();

        assertThat(shown.headers().values()).noneMatch(value -> value.contains(secret));
        assertThat(shown.toString()).doesNotContain(secret);
        for (String target :
                new String[] {"/", "/" + id, "/history", "/history.csv", "/new?from=" + id, "/" + id + "/rotate"}) {
            assertThat(html(service.get(target)))
                    .as(target)
                    .doesNotContain(secret.substring(secret.indexOf('.') + 1, secret.indexOf('.') + 12));
        }
    }
}
