package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static dev.latchkey.example.RunningPage.idOf;
import static dev.latchkey.example.RunningPage.secretOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a new token must not be, in a browser, once its screen has been seen. */
class SecrecyTest {

    @RegisterExtension
    static final RunningPage page = new RunningPage();

    /** {@return the source of the document, and what is in its fields} */
    private static String everything(Browser browser) {
        return browser.html()
                + browser.run("return Array.from(document.querySelectorAll('input'), (input) => input.value).join()");
    }

    @Test
    void a_new_token_is_shown_in_one_field_and_nowhere_else_on_its_screen() {
        Browser browser = page.ownersBrowser();
        String secret = secretOf(RunningPage.create(new MouseUser(browser), "Shown once", "workspace:read"));

        assertThat(browser.html().split(secret, -1)).hasSize(2);
        assertThat(browser.run("return document.getElementById('secret').value.includes(arguments[0])", secret))
                .isEqualTo(true);
        assertThat(browser.text()).doesNotContain(secret);
        assertThat(browser.path()).isEqualTo(PAGE + "new");
    }

    @Test
    void a_reload_does_not_show_a_token_again() {
        Browser browser = page.ownersBrowser();
        String token = RunningPage.create(new MouseUser(browser), "Reloaded", "workspace:read");

        browser.reload();

        assertThat(browser.text()).contains("This token was already shown");
        assertThat(everything(browser)).doesNotContain(secretOf(token));
        assertThat(page.stored("Reloaded")).isOne();
    }

    @Test
    void back_and_forward_do_not_show_a_token_again() {
        Browser browser = page.ownersBrowser();
        PageUser owner = new MouseUser(browser);
        String token = RunningPage.create(owner, "Left and returned to", "workspace:read");
        browser.run("window.sameDocument = true");
        owner.choose("Done");

        browser.back();
        assertThat(everything(browser)).doesNotContain(secretOf(token));
        browser.back();
        assertThat(everything(browser)).doesNotContain(secretOf(token));
        browser.forward();
        assertThat(everything(browser)).doesNotContain(secretOf(token));
        browser.reload();
        assertThat(everything(browser)).doesNotContain(secretOf(token));
        browser.forward();
        assertThat(browser.text()).contains("Left and returned to");
        assertThat(everything(browser)).doesNotContain(secretOf(token));
    }

    /** Browsers may keep a document in memory and show it again; it has forgotten its token then. */
    @Test
    void a_document_that_is_left_forgets_its_token() {
        Browser browser = page.ownersBrowser();
        String token = RunningPage.create(new MouseUser(browser), "Kept in memory", "workspace:read");

        browser.run("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");

        assertThat(browser.run("return document.getElementById('secret').value"))
                .isEqualTo("");
        assertThat(everything(browser)).doesNotContain(secretOf(token));
    }

    @Test
    void a_token_is_not_printed() {
        Browser browser = page.ownersBrowser();
        String token = RunningPage.create(new MouseUser(browser), "Not printed", "workspace:read");
        String whereShown = "return Array.from(document.querySelectorAll('*')).filter((element) =>"
                + " (element.value || '').includes(arguments[0]) && element.getClientRects().length > 0).length";
        assertThat(browser.run(whereShown, secretOf(token))).isEqualTo(1L);

        browser.printing(true);
        try {
            assertThat(browser.run(whereShown, secretOf(token))).isEqualTo(0L);
            assertThat(browser.text())
                    .contains("The token itself is not printed.")
                    .doesNotContain(secretOf(token));
        } finally {
            browser.printing(false);
        }
    }

    @Test
    void scripts_find_a_token_in_no_storage_and_no_address() {
        Browser browser = page.ownersBrowser();
        String token = RunningPage.create(new MouseUser(browser), "Not stored", "workspace:read");

        assertThat(browser.runLater("(async () => { const names = await caches.keys(),"
                        + " databases = await indexedDB.databases();"
                        + " done(JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,"
                        + " history.state, window.name, names, databases])); })()"))
                .isEqualTo("[{},{},\"\",null,\"\",[],[]]");
        assertThat(String.valueOf(browser.run("return location.href + document.referrer + document.title"
                        + " + performance.getEntries().map((entry) => entry.name).join()")))
                .contains(PAGE + "new")
                .doesNotContain(secretOf(token));
    }

    @Test
    void a_token_is_in_no_request_and_no_header() {
        Browser browser = page.ownersBrowser();
        PageUser owner = new MouseUser(browser);
        browser.network();

        String token = RunningPage.create(owner, "Not sent", "workspace:read");
        owner.choose("Done");
        owner.open(PAGE + idOf(token));
        owner.open(PAGE + "history");
        List<String> network = browser.network();

        assertThat(network)
                .anyMatch(message -> message.contains("Network.requestWillBeSent") && message.contains("Not+sent"))
                .anyMatch(message -> message.contains("Network.responseReceived") && message.contains("no-store"))
                .noneMatch(message -> message.contains(secretOf(token)));
        assertThat(browser.complaints()).noneMatch(message -> message.contains(secretOf(token)));
    }

    /** The folder has the browser's history, caches, and what it restores after a crash. */
    @Test
    void a_browser_leaves_no_token_on_its_disk() throws IOException {
        Path folder = page.folder().resolve("searched");
        String token;
        try (Browser browser = Browser.start(page.service().url(), folder)) {
            PageUser owner = new MouseUser(browser);
            page.signIn(owner);
            token = RunningPage.create(owner, "Not on a disk", "workspace:read");
            owner.choose("Done");
            owner.open(PAGE + idOf(token));
        }

        assertThat(filesWith(folder, PAGE + idOf(token))).isNotEmpty();
        assertThat(filesWith(folder, secretOf(token))).isEmpty();
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        List<String> forms = List.of(
                text,
                new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> forms.stream().anyMatch(content(file)::contains))
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
