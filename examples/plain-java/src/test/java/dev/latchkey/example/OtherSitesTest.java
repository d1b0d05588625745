package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another site can do to an owner who is signed in, and what hurried owners do to themselves. */
class OtherSitesTest {

    @RegisterExtension
    static final RunningPage page = new RunningPage();

    private final OtherSite other = new OtherSite();
    private Browser browser;
    private PageUser owner;

    OtherSitesTest() throws IOException {}

    @BeforeEach
    void signIn() {
        browser = page.ownersBrowser();
        owner = new MouseUser(browser);
    }

    @AfterEach
    void stop() {
        other.close();
    }

    /** {@return every field that a form for a new token needs, with the right keys of this session} */
    private Map<String, String> newToken(String description) {
        owner.open(PAGE + "new");
        Map<String, String> fields = new LinkedHashMap<>();
        for (String key : new String[] {"csrf", "key"}) {
            fields.put(key, browser.find("[name=" + key + "]").getAttribute("value"));
        }
        fields.put("description", description);
        fields.put("scope", "workspace:read");
        fields.put("days", "30");
        fields.put("reach", "all");
        fields.put("step", "create");
        return fields;
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void a_form_of_another_site_creates_no_token(String host) {
        other.showForm(page.service().url() + PAGE + "new", newToken("Forged at " + host));

        browser.open(other.url(host));
        owner.choose("Win a prize");

        // Without the cookie, which does not come with forms of other sites, the owner is nobody, and led elsewhere.
        assertThat(owner.text())
                .contains(
                        host.equals("localhost")
                                ? "This request did not come from a form of this page."
                                : "You are signed in");
        assertThat(page.stored("Forged at " + host)).isZero();
        browser.open(PAGE);
        assertThat(owner.text()).contains("Create token");
    }

    /** The same fields, sent by the page itself: nothing but their origin was refused. */
    @Test
    void the_same_form_of_the_page_itself_creates_a_token() {
        Map<String, String> fields = newToken("Not forged");

        browser.leaving(() -> browser.run(
                "const form = document.createElement('form'); form.method = 'post';"
                        + " for (const [name, value] of Object.entries(arguments[0])) {"
                        + " const input = document.createElement('input'); input.name = name; input.value = value;"
                        + " form.append(input); }"
                        + " document.body.append(form); HTMLFormElement.prototype.submit.call(form)",
                fields));

        assertThat(owner.text()).contains("Your new token");
        assertThat(page.stored("Not forged")).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void a_link_of_another_site_fills_in_a_form_and_creates_no_token(String host) {
        other.show("<a href='" + page.service().url() + PAGE + "new?description=Proposed&preset=reporting&step=create"
                + "'>Win a prize</a>");

        browser.open(other.url(host));
        owner.choose("Win a prize");

        assertThat(owner.value("description")).isEqualTo("Proposed");
        assertThat(page.stored("Proposed")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {PAGE, PAGE + "new", PAGE + "revoke-all", PAGE + "nonsense", SignIn.PATH})
    void no_screen_is_shown_in_a_frame(String path) {
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            other.show("<iframe src='" + page.service().url() + path + "'></iframe>");

            browser.open(other.url(host));

            browser.inFrame("iframe", () -> {
                assertThat(browser.html()).contains("ERR_BLOCKED_BY_RESPONSE");
                assertThat(browser.has("form, main, h2")).isFalse();
            });
            assertThat(String.join("\n", browser.complaints())).contains("frame-ancestors 'none'");
        }
    }

    @Test
    void a_frame_that_allows_it_is_shown() {
        other.show("<iframe srcdoc='<form>A form in a frame</form>'></iframe>");

        browser.open(other.url("localhost"));

        browser.inFrame("iframe", () -> assertThat(browser.has("form")).isTrue());
    }

    private void review(String description) {
        owner.open(PAGE + "new");
        owner.fill("description", description);
        owner.tick("s-workspace:read");
        owner.choose("Review");
        browser.network();
    }

    private long formsSent() {
        return browser.network().stream()
                .filter(message ->
                        message.contains("Network.requestWillBeSent\"") && message.contains("\"method\":\"POST\""))
                .count();
    }

    @Test
    void a_double_click_creates_one_token_and_shows_it() {
        review("Clicked twice");

        browser.leaving(() -> browser.doubleClick(browser.findText("Create token")));

        assertThat(owner.text()).contains("Your new token");
        assertThat(page.stored("Clicked twice")).isOne();
    }

    /** The first answer, which has the token, is not replaced by a second one. */
    @Test
    void a_second_click_while_the_answer_is_awaited_sends_nothing() {
        review("Clicked again");

        browser.leaving(() -> browser.run("const button = document.querySelector('[value=create]');"
                + " button.click(); setTimeout(() => button.click(), 1)"));

        assertThat(formsSent()).isOne();
        assertThat(owner.text()).contains("Your new token");
        assertThat(page.stored("Clicked again")).isOne();
    }

    /** As without JavaScript: nothing keeps the browser from sending the form again. */
    @Test
    void a_form_that_is_sent_twice_creates_one_token() {
        review("Sent twice");

        browser.leaving(() -> browser.run("const form = document.querySelector('form.review'),"
                + " step = document.createElement('input'); step.name = 'step'; step.value = 'create';"
                + " form.append(step); form.submit(); setTimeout(() => form.submit(), 1)"));

        assertThat(formsSent()).isEqualTo(2);
        assertThat(page.stored("Sent twice")).isOne();
    }
}
