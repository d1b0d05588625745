package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.jdbc.JdbcTokenStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An owner with five hundred tokens, beside those of the first start. */
class ManyTokensTest {

    private static final int MANY = 500;
    private static final int ACTIVE_SAMPLES = 3;
    private static final int MOST_ON_A_PAGE = 50;

    @RegisterExtension
    static final RunningPage page = new RunningPage((workspaces, store) -> issueMany(store));

    /** With hashes that cost little: nobody uses these tokens. */
    private static void issueMany(JdbcTokenStore store) {
        String owner = "workspaces/" + RunningPage.SLUG;
        try (AccessTokens tokens = ExampleService.tokensIn(store)
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(64, 1, 1)))
                .build()) {
            for (int i = 1; i <= MANY; i++) {
                tokens.issuer()
                        .issue(IssueRequest.forOwner(owner)
                                .describedAs("Device " + i)
                                .withScopes("workspace:read@" + owner)
                                .grantedByTheService());
            }
        }
    }

    @Test
    void many_tokens_are_shown_in_pages_each_once() {
        Browser browser = page.ownersBrowser();
        PageUser owner = new MouseUser(browser);
        ScreenCheck check = new ScreenCheck(browser);
        Set<String> seen = new HashSet<>();

        owner.open(PAGE);
        check.inEveryLook("first of many pages");
        for (List<String> shown = shown(browser); ; shown = shown(browser)) {
            assertThat(shown).hasSizeLessThanOrEqualTo(MOST_ON_A_PAGE).allMatch(seen::add);
            if (!browser.has("[rel=next]")) {
                break;
            }
            owner.choose("Next page");
        }
        check.inEveryLook("last of many pages");
        owner.choose("First page");

        assertThat(owner.text()).contains("Device " + MANY);
        assertThat(seen).hasSize(MANY + ACTIVE_SAMPLES);
        assertThat(check.problems()).isEmpty();
    }

    private static List<String> shown(Browser browser) {
        Object rows = browser.run("return Array.from(document.querySelectorAll('tbody .id'), (id) => id.textContent)");
        return ((List<?>) rows).stream().map(String::valueOf).toList();
    }
}
