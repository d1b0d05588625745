package dev.latchkey.page;

import static dev.latchkey.page.TestService.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the list continues, what it says where it is empty, and whose tokens it shows. */
class ListPagesTest {

    private static final Pattern NEXT = Pattern.compile("href=\"\\./(\\?[^\"]*)\" rel=\"next\"");

    private final TestService service = TestService.recordingUses();

    private List<String> rows(String target) {
        return rows(service.get(target));
    }

    private static List<String> rows(PageResponse response) {
        return ListFilterTest.rows(response);
    }

    private static String next(PageResponse page) {
        return NEXT.matcher(html(page))
                .results()
                .map(link -> "/" + link.group(1).replace("&amp;", "&"))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest", "expiry", "use"})
    void filters_and_order_survive_paging(String sort) {
        for (int i = 0; i < 120; i++) {
            service.issue((i % 2 == 0 ? "Export & = " : "Build ") + i, "workspace:read@workspaces/acme");
            service.clock.advance(Duration.ofMinutes(1));
        }
        List<String> found = new ArrayList<>();
        String target = "/?q=export+%26+%3D&by=users%2Fann&sort=" + sort;
        List<Integer> sizes = new ArrayList<>();
        while (!target.isEmpty()) {
            PageResponse page = service.get(target);
            sizes.add(rows(page).size());
            found.addAll(rows(page));
            assertThat(html(page)).contains("value=\"export &amp; =\"", "value=\"users/ann\"");
            target = next(page);
        }

        assertThat(found).hasSize(60).doesNotHaveDuplicates().allMatch(row -> row.startsWith("Export"));
        assertThat(sizes).containsExactly(50, 10);
        assertThat(service.get("/?q=x&sort=" + sort + "&after=nonsense").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest", "expiry", "use"})
    void a_page_between_hundreds_of_expired_tokens_is_full(String sort) {
        for (int i = 0; i < 55; i++) {
            IssuedToken token = service.issue("Long " + i, "workspace:read");
            service.recordUse(token.id(), ScopeSet.parse("workspace:read"));
        }
        for (int i = 0; i < 700; i++) {
            service.tokens
                    .issuer()
                    .issue(TestService.request(TestService.OWNER, "Short " + i, "workspace:read")
                            .expiringAfter(Duration.ofDays(1)));
        }
        service.clock.advance(Duration.ofDays(2));

        PageResponse first = service.get("/?sort=" + sort);
        assertThat(rows(first)).hasSize(50).allMatch(row -> row.startsWith("Long"));
        assertThat(rows(next(first))).hasSize(5).doesNotContainAnyElementsOf(rows(first));
    }

    @Test
    void a_search_that_stops_early_says_so_and_continues() {
        service.issue("Needle", "workspace:read");
        service.fill(10_000, "Hay");

        PageResponse first = service.get("/?q=needle");
        assertThat(rows(first)).isEmpty();
        assertThat(html(first))
                .contains("No token was found so far.", "Continue the search")
                .doesNotContain("No token matches");

        assertThat(rows(next(first))).containsExactly("Needle");
    }

    @Test
    void an_empty_result_is_not_an_empty_list() {
        service.issue("Nightly export", "workspace:read");

        assertThat(html(service.get("/?q=zzz")))
                .contains("No token matches what you look for.", "<a href=\"./\">Clear search and filters</a>")
                .doesNotContain("No tokens yet", "What a token is for");
        assertThat(html(service.get("/?q=zzz&state=inactive")))
                .contains("<a href=\"./?state=inactive\">Clear search and filters</a>")
                .doesNotContain("No token was revoked");
    }

    @Test
    void no_filter_shows_tokens_of_another_owner() {
        service.issue("Secret project", "workspace:read");
        IssuedToken disabled = service.issue("Secret robot", "workspace:read");
        service.owned().disable(disabled.id(), "test");
        service.owned().revoke(service.issue("Secret past", "workspace:read").id(), "test");
        service.clock.advance(Duration.ofDays(1));
        service.as(Visit.of(TestService.viewer("users/eve", Locale.ENGLISH), "workspaces/other")
                .managing());

        for (String filter : List.of(
                "q=secret",
                "scope=workspace%3Aread",
                "scope=*",
                "by=users%2Fann",
                "idle=1",
                "within=3650",
                "only=unused",
                "only=disabled",
                "owner=workspaces%2Facme",
                "q=secret&owner=workspaces%2Facme&sort=use",
                "sort=expiry",
                "state=inactive",
                "state=inactive&q=secret")) {
            PageResponse page = service.get("/?" + filter);
            assertThat(page.status()).as(filter).isEqualTo(200);
            assertThat(html(page))
                    .as(filter)
                    .doesNotContain("Secret", disabled.id().toString());
        }
    }

    @Test
    void a_cursor_of_another_owner_shows_nothing_of_theirs() {
        for (int i = 0; i < 60; i++) {
            service.issue("Secret " + i, "workspace:read");
        }
        String next = next(service.get("/?q=secret"));
        service.as(Visit.of(TestService.viewer("users/eve", Locale.ENGLISH), "workspaces/other"));

        assertThat(rows(next)).isEmpty();
    }

    @Test
    void tabs_keep_the_filter() {
        service.issue("Nightly export", "workspace:read");

        assertThat(html(service.get("/?q=a%26b&sort=oldest")))
                .contains("href=\"./?q=a%26b&amp;state=inactive\"", "href=\"./?q=a%26b\" aria-current=\"page\"");
    }
}
