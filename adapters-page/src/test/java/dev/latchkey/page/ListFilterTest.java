package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuePolicy;
import dev.latchkey.IssuedToken;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens the list shows when it is searched, filtered and sorted. */
@Tag("locale")
class ListFilterTest {

    private static final Pattern ROW = Pattern.compile("<bdi>([^<]+)</bdi></a><code");

    private final TestService service = TestService.recordingUses();

    private List<String> rows(String target) {
        return rows(service.get(target));
    }

    static List<String> rows(PageResponse response) {
        assertThat(response.status()).isEqualTo(200);
        return ROW.matcher(html(response))
                .results()
                .map(row -> row.group(1).strip())
                .toList();
    }

    private IssuedToken expiringAfter(int days, String description) {
        return service.tokens
                .issuer()
                .issue(TestService.request(TestService.OWNER, description, "workspace:read@workspaces/acme")
                        .expiringAfter(Duration.ofDays(days)));
    }

    @Test
    void a_text_finds_the_tokens_whose_description_contains_it_in_any_case() {
        service.issue("Nightly export", "workspace:read");
        service.issue("Build pipeline", "workspace:read");

        assertThat(rows("/?q=EXPORT")).containsExactly("Nightly export");
        assertThat(rows("/?q=+export+")).containsExactly("Nightly export");
        assertThat(rows("/?q=%25")).isEmpty();
    }

    @Test
    void a_permission_finds_the_tokens_that_have_it_or_a_larger_one_on_the_resource() {
        service.issue("All", "workspace");
        service.issue("All of acme", "workspace@workspaces/acme");
        service.issue("Reader of acme", "workspace:read@workspaces/acme");
        service.issue("Reader of one source", "workspace:read@workspaces/acme/sources/js");
        service.issue("Payer", "billing@workspaces/acme");

        assertThat(rows("/?scope=workspace%3Aread"))
                .as("on all that tokens may act on here")
                .containsExactlyInAnyOrder("All", "All of acme", "Reader of acme");
        assertThat(rows("/?scope=workspace%3Aread%40workspaces%2Facme%2Fsources%2Fjs"))
                .containsExactlyInAnyOrder("All", "All of acme", "Reader of acme", "Reader of one source");
    }

    @Test
    void a_creator_finds_what_exactly_that_actor_created() {
        service.issue("By Ann", "workspace:read");
        service.tokens
                .issuer()
                .issue(dev.latchkey.IssueRequest.forOwner(TestService.OWNER)
                        .describedAs("By another Ann")
                        .withScopes("workspace:read")
                        .grantedBy("users/anna", ScopeSet.parse("*")));

        assertThat(rows("/?by=users%2Fann")).containsExactly("By Ann");
    }

    @Test
    void tokens_are_found_that_were_not_used_for_a_number_of_days() {
        IssuedToken used = service.issue("Used", "workspace:read");
        service.issue("Never used", "workspace:read");
        service.clock.advance(Duration.ofDays(40));
        service.recordUse(used.id(), ScopeSet.parse("workspace:read"));
        service.issue("New", "workspace:read");
        service.clock.advance(Duration.ofDays(20));

        assertThat(rows("/?idle=30")).containsExactly("Never used");
        assertThat(rows("/?idle=20"))
                .as("20 days ago is not before 20 days ago")
                .containsExactly("Never used");
        assertThat(rows("/?idle=19")).containsExactlyInAnyOrder("Used", "Never used", "New");
        assertThat(rows("/?only=unused&q=n")).containsExactlyInAnyOrder("Never used", "New");
    }

    @Test
    void tokens_are_found_that_expire_within_a_number_of_days() {
        expiringAfter(5, "Five");
        expiringAfter(20, "Twenty");

        assertThat(rows("/?within=6")).containsExactly("Five");
        assertThat(rows("/?within=30&sort=expiry")).containsExactly("Five", "Twenty");
    }

    @Test
    void tokens_are_found_that_never_expire_or_are_disabled() {
        TestService lenient = TestService.with(IssuePolicy.standard().allowingNever());
        lenient.tokens
                .issuer()
                .issue(TestService.request(TestService.OWNER, "Robot", "workspace:read")
                        .neverExpiring());
        IssuedToken other = lenient.issue("Other", "workspace:read");
        lenient.owned().disable(other.id(), "on holiday");

        assertThat(rows(lenient.get("/?only=forever"))).containsExactly("Robot");
        assertThat(rows(lenient.get("/?only=disabled"))).containsExactly("Other");
    }

    @Test
    void tokens_that_have_ended_are_filtered_too() {
        service.owned().revoke(service.issue("Old export", "workspace:read").id(), "test");
        service.owned().revoke(service.issue("Old build", "workspace:read").id(), "test");
        service.issue("Export", "workspace:read");

        assertThat(rows("/?state=inactive&q=export")).containsExactly("Old export");
    }

    @Test
    void those_that_were_never_used_come_first_then_the_longest_unused() {
        IssuedToken late = service.issue("Late", "workspace:read");
        IssuedToken early = service.issue("Early", "workspace:read");
        service.issue("Never", "workspace:read");
        service.recordUse(early.id(), ScopeSet.parse("workspace:read"));
        service.clock.advance(Duration.ofDays(1));
        service.recordUse(late.id(), ScopeSet.parse("workspace:read"));

        assertThat(rows("/?sort=use")).containsExactly("Never", "Early", "Late");
    }

    @ParameterizedTest
    @CsvSource({
        "scope=a+b, Write one permission",
        "scope=%40, Write one permission",
        "idle=0, Write a whole number of days from 1 to",
        "idle=-1, Write a whole number of days",
        "idle=99999999999, Write a whole number of days",
        "within=x, Write a whole number of days",
        "only=x, Choose which tokens to show.",
        "by=%00, Write the id of a person or token",
        "q=%00, Search for 1 to 255 characters."
    })
    void a_filter_that_cannot_be_met_is_an_error_at_its_field(String filter, String problem) {
        service.issue("Nightly export", "workspace:read");

        PageResponse refused = service.get("/?" + filter);

        String name = filter.substring(0, filter.indexOf('='));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(html(refused))
                .contains("role=\"alert\"", problem, "href=\"#" + name, "Nothing was searched.")
                .contains("<title>Error: Access tokens")
                .doesNotContain("Nightly export");
    }

    @ParameterizedTest
    @ValueSource(strings = {"idle=90", "only=unused"})
    void uses_are_not_filtered_by_where_they_are_not_recorded(String filter) {
        TestService silent = TestService.standard();
        silent.issue("Nightly export", "workspace:read");

        assertThat(silent.get("/?" + filter).status()).isEqualTo(422);
        assertThat(html(silent.get("/?" + filter))).contains("This service does not record uses.");
        assertThat(html(silent.get("/"))).doesNotContain("Not used for days", "Never used", "Last use");
    }

    @Test
    void all_fields_have_labels_and_choices_a_legend() {
        service.issue("Nightly export", "workspace:read");
        String page = html(service.get("/"));

        List<String> ids = Pattern.compile("<(?:input|select) [^>]*?\\bid=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map((MatchResult field) -> field.group(1))
                .toList();
        assertThat(ids).contains("q", "sort", "scope", "by", "within", "idle", "only-0");
        assertThat(ids).allSatisfy(id -> assertThat(page).contains("<label for=\"" + id + "\""));
        assertThat(page).contains("<legend>Show</legend>", "role=\"search\"");
    }
}
