package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.latchkey.IssueRequest;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Words without end, and text from right to left. */
class UnusualContentTest {

    private static final String OWNER = "workspaces/" + RunningPage.SLUG;

    /** In pixels: a quotation mark, or the padding of a badge. */
    private static final Offset<Long> NEAR = within(20L);

    @RegisterExtension
    static final RunningPage page = new RunningPage();

    private Browser browser;
    private ScreenCheck check;

    @BeforeEach
    void signIn() {
        browser = page.ownersBrowser();
        check = new ScreenCheck(browser);
    }

    private static TokenId issue(String description) {
        return page.service()
                .tokens()
                .issuer()
                .issue(IssueRequest.forOwner(OWNER)
                        .describedAs(description)
                        .withScopes(ScopeSet.parse("workspace:read@" + OWNER + " sources:write@" + OWNER))
                        .grantedByTheService())
                .id();
    }

    private void lookAtAllScreensOf(TokenId id, String name) {
        for (String screen : List.of("", "/edit", "/revoke", "/rotate")) {
            browser.open(PAGE + id + screen);
            check.inEveryLook(name + screen);
        }
        browser.open(PAGE + "new?from=" + id);
        check.inEveryLook(name + " again");
        browser.open(PAGE + "revoke?id=" + id);
        check.inEveryLook(name + " revoke several");
    }

    @Test
    void long_descriptions_and_reasons_fit() {
        TokenId word = issue("x".repeat(255));
        TokenId text = issue("nightly export ".repeat(17).strip());
        page.service().tokens().all().by("accounts/" + "y".repeat(200)).disable(word, "z".repeat(255));

        browser.open(PAGE);
        check.inEveryLook("list of long descriptions");
        lookAtAllScreensOf(word, "a long word");
        lookAtAllScreensOf(text, "a long text");
        browser.open(PAGE + "history");
        check.inEveryLook("history of long names");

        assertThat(check.problems()).isEmpty();
    }

    @Test
    void text_from_right_to_left_keeps_to_its_place() {
        TokenId id = issue("ייצוא לילי למחסן הנתונים (BI)");
        page.service().tokens().all().by("accounts/נועה").disable(id, "המשרד עובר דירה!");

        browser.open(PAGE);
        check.inEveryLook("list with text from right to left");
        lookAtAllScreensOf(id, "text from right to left");
        browser.open(PAGE + "history?token=" + id);
        check.inEveryLook("history with text from right to left");

        assertThat(check.problems()).isEmpty();
        browser.open(PAGE + id);
        assertThat(browser.run("return getComputedStyle(document.querySelector('h1 bdi')).direction"))
                .isEqualTo("rtl");
        assertThat(beginning("h1")).isCloseTo(beginning(".lead"), NEAR);
        assertThat(beginning(".history .reason")).isCloseTo(beginning(".history .did"), NEAR);
        browser.open(PAGE);
        assertThat(beginning("td .hint[dir]")).isCloseTo(beginning("td:last-child .badge"), NEAR);
        assertThat(browser.run("return document.querySelector('td .hint[dir]').textContent"))
                .isEqualTo("המשרד עובר דירה!");
    }

    /** {@return where the text of an element begins, in pixels from the left} */
    private long beginning(String selector) {
        return (Long) browser.run(
                "const range = document.createRange(), element = document.querySelector(arguments[0]);"
                        + " range.selectNodeContents(element);"
                        + " const boxes = Array.from(range.getClientRects(), (box) => box.left);"
                        + " return Math.round(Math.min(...boxes))",
                selector);
    }
}
