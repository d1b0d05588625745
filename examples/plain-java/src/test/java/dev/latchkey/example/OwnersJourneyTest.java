package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.idOf;
import static dev.latchkey.example.RunningPage.secretOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same journey over plain HTTP, and in a browser with the mouse, by the keyboard alone, and without JavaScript. */
class OwnersJourneyTest {

    @RegisterExtension
    static final RunningPage page = new RunningPage();

    @Test
    void an_owner_does_everything_over_plain_http() {
        PageUser owner = new HttpUser(page.service().url());
        page.signIn(owner);
        OwnersJourney journey = new OwnersJourney(owner, page.client());

        journey.afterCreating(journey.create());
    }

    @Test
    void an_owner_does_everything_with_the_mouse() {
        Browser browser = page.ownersBrowser();
        browser.command(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.complaints();
        OwnersJourney journey = new OwnersJourney(new MouseUser(browser), page.client());

        String token = journey.create();
        browser.findText("Copy").click();
        browser.until(() -> browser.find("#copied").getText().equals("Copied."));
        assertThat(browser.runLater("navigator.clipboard.readText().then(done)"))
                .isEqualTo(token);
        journey.afterCreating(token);

        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void an_owner_does_everything_by_the_keyboard_alone() {
        Browser browser = page.browser();
        browser.open(SignIn.PATH);
        browser.forgetCookies();
        KeyboardUser owner = new KeyboardUser(browser);
        page.signIn(owner);
        OwnersJourney journey = new OwnersJourney(owner, page.client());

        journey.afterCreating(journey.create());
    }

    @Test
    void an_owner_does_everything_without_javascript() {
        try (Browser browser = Browser.startWithoutJavaScript(
                page.service().url(), page.folder().resolve("without-script"))) {
            PageUser owner = new MouseUser(browser);
            page.signIn(owner);
            OwnersJourney journey = new OwnersJourney(owner, page.client());

            String token = journey.create();
            assertThat(browser.find("[data-copy]").isDisplayed()).isFalse();
            journey.afterCreating(token);

            owner.open(RunningPage.PAGE + "?sort=oldest");
            assertThat(browser.findText("Search").isDisplayed()).isTrue();
            owner.open(RunningPage.PAGE + "new");
            browser.leaving(browser.find("[value=reporting]")::click);
            assertThat(owner.isTicked("s-workspace:read")).isTrue();
        }
    }

    @Test
    void the_first_thing_that_the_tab_key_reaches_skips_to_the_content() {
        Browser browser = page.ownersBrowser();

        browser.open(RunningPage.PAGE);
        browser.press(org.openqa.selenium.Keys.TAB);
        assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("Skip to content");
        browser.press(org.openqa.selenium.Keys.ENTER);

        assertThat(browser.run("return document.activeElement.tagName")).isEqualTo("MAIN");
    }

    @Test
    void mistakes_in_a_form_are_focused_and_lead_to_their_fields() {
        Browser browser = page.ownersBrowser();
        KeyboardUser owner = new KeyboardUser(browser);

        owner.open(RunningPage.PAGE + "new");
        owner.choose("Review");
        assertThat(browser.run("return document.activeElement.className")).isEqualTo("problems");
        owner.activate("Say what the token is for, in 1 to 255 visible characters.");

        assertThat(browser.run("return document.activeElement.id")).isEqualTo("description");
    }

    /** The lines are those on the screen; the token is typed at their prompt. */
    @Test
    void the_lines_beside_a_new_token_try_it_by_curl() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/bash")) && Files.isExecutable(Path.of("/usr/bin/curl")),
                "there is no bash or curl");
        HttpUser owner = new HttpUser(page.service().url());
        page.signIn(owner);
        String token = RunningPage.create(owner, "Tried by curl", "workspace:read");
        String lines = owner.command();

        String answer = run(lines, token);

        assertThat(lines).doesNotContain(secretOf(token));
        assertThat(answer)
                .contains("200 OK", "\"name\":\"workspaces/myworkspace\"")
                .doesNotContain(secretOf(token));
        assertThat(run(lines, token.replace(idOf(token), "0".repeat(26)))).contains("401");
    }

    private static String run(String lines, String typed) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("/bin/bash", "-c", lines)
                .redirectErrorStream(true)
                .start();
        shell.getOutputStream().write((typed + "\n").getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return answer;
    }
}
