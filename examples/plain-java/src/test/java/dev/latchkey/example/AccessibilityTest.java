package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static dev.latchkey.example.RunningPage.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every screen, in light and dark, wide and narrow, with large text: is it accessible, does it fit, is it steady? */
class AccessibilityTest {

    @RegisterExtension
    static final RunningPage page = new RunningPage();

    private Browser browser;
    private PageUser owner;
    private ScreenCheck check;

    @BeforeEach
    void signIn() {
        browser = page.ownersBrowser();
        owner = new MouseUser(browser);
        check = new ScreenCheck(browser);
        browser.complaints();
        if (!check.hasAxe()) {
            System.out.println("axe-core is not there (-Dlatchkey.axe); screens were looked at without it");
        }
    }

    private void assertFlawless() {
        assertThat(check.problems()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private String rotatedToken() {
        String token = RunningPage.create(owner, "Rotated", "workspace:read");
        owner.open(PAGE + idOf(token) + "/rotate");
        owner.choose("Create the new token");
        return token;
    }

    @Test
    void screens_that_links_lead_to_are_accessible_and_fit() {
        rotatedToken();

        List<String> screens = new Screens(browser).each(check::inEveryLook);

        assertFlawless();
        assertThat(String.join("\n", screens))
                .contains("?state=inactive", "new", "new?from=", "/narrow?to=used", "/narrow", "/shorten")
                .contains("/edit", "/disable", "/rotate", "/revoke", "revoke-all", "history", "history?token=");
    }

    @Test
    void screens_that_forms_lead_to_are_accessible_and_fit() {
        owner.open(PAGE + "new");
        owner.choose("Review");
        check.inEveryLook("mistakes in a new token");
        owner.fill("description", "Looked at");
        owner.tick("s-workspace:read");
        owner.choose("Review");
        check.inEveryLook("review");
        owner.choose("Create token");
        String token = owner.value("secret");
        check.inEveryLook("reveal");
        browser.reload();
        check.inEveryLook("already shown");

        owner.open(PAGE + idOf(token) + "/rotate");
        owner.choose("Create the new token");
        check.inEveryLook("reveal of a rotation");
        owner.open(PAGE + idOf(token) + "/rotate");
        check.inEveryLook("not rotatable");

        for (String form : List.of("edit", "shorten", "disable", "revoke")) {
            owner.open(PAGE + idOf(token) + "/" + form);
            browser.run("document.querySelectorAll('main input:not([type=hidden])').forEach((input) => {"
                    + " input.value = ''; input.checked = false; })");
            browser.leaving(browser.find("main .buttons button")::click);
            assertThat(browser.has(".problems")).as(form).isTrue();
            check.inEveryLook("mistakes in " + form);
        }
        owner.open(PAGE + "revoke-all");
        browser.leaving(browser.find("main .buttons button")::click);
        check.inEveryLook("mistakes in revoke-all");
        owner.open(PAGE + idOf(token) + "/edit");
        owner.fill("description", "Looked at twice");
        owner.choose("Save");
        check.inEveryLook("a change that was made");
        assertFlawless();
    }

    @Test
    void screens_that_refuse_or_have_nothing_to_show_are_accessible_and_fit() {
        for (String screen : List.of(
                "nonsense", "revoke", "history?token=x", "history?token=" + "0".repeat(26), "?after=nonsense")) {
            owner.open(PAGE + screen);
            check.inEveryLook(screen);
        }
        browser.forgetCookies();
        owner.open(PAGE);
        check.inEveryLook("sign-in");
        owner.fill("user", "nobody");
        owner.fill("password", "wrong");
        owner.choose("Sign in");
        check.inEveryLook("sign-in that failed");

        page.signInAsMember(owner);
        new Screens(browser).each(screen -> check.inEveryLook("of a member " + screen));
        owner.open(PAGE + "new");
        check.inEveryLook("of a member forbidden");
        owner.open(SignIn.PATH);
        check.inEveryLook("signed in");

        browser.forgetCookies();
        page.signInElsewhere(owner, "empty");
        new Screens(browser).each(screen -> check.inEveryLook("of an empty workspace " + screen));
        assertFlawless();
    }

    @Test
    void text_of_twice_the_size_fits() {
        new Screens(browser).each(screen -> {
            browser.run("document.documentElement.style.fontSize = '200%'");
            for (int width : List.of(1280, 640)) {
                browser.look("light", width);
                check.check("large text " + screen + " " + width);
            }
        });
        RunningPage.create(owner, "Large text", "workspace:read");
        browser.run("document.documentElement.style.fontSize = '200%'");
        check.check("large text reveal");
        assertFlawless();
    }

    @Test
    void the_layout_of_no_screen_shifts() {
        List<String> shifts = new ArrayList<>();
        for (int width : List.of(1280, 320)) {
            browser.look("light", width);
            new Screens(browser).each(screen -> {
                double shift = Watch.layoutShift(browser);
                if (shift != 0) {
                    shifts.add(screen + " " + width + ": " + shift);
                }
            });
            RunningPage.create(owner, "Steady", "workspace:read");
            assertThat(Watch.layoutShift(browser)).isZero();
        }

        assertThat(shifts).isEmpty();
    }

    /** Checks that find nothing are worth something only if they find what is there. */
    @Test
    void planted_faults_are_found() {
        owner.open(PAGE);
        browser.run("document.querySelector('main').insertAdjacentHTML('afterbegin',"
                + " '<div style=\"height:80px\">planted</div>')");
        assertThat(Watch.layoutShift(browser)).isPositive();
        check.check("planted");
        assertThat(String.join("\n", check.problems())).contains("style-src-attr inline");

        owner.open(PAGE);
        browser.run("const planted = document.createElement('script'); planted.textContent = 'window.planted = true';"
                + " document.body.append(planted)");
        assertThat(Watch.policyViolations(browser)).contains("script-src-elem inline");
        assertThat(browser.run("return window.planted")).isNull();
        assertThat(String.join("\n", browser.complaints())).contains("Content Security Policy");

        owner.open(PAGE);
        browser.run("document.querySelector('.lead').style.minWidth = '2000px'");
        assertThat(check.misfits()).contains("scrolls sideways", "beyond the edge: <p class=\"lead\"");
        browser.run(
                "const lead = document.querySelector('.lead'); lead.style.minWidth = '0'; lead.style.width = '90px';"
                        + " lead.style.height = '20px'; lead.style.overflow = 'hidden'");
        assertThat(check.misfits()).contains("cut off: <p class=\"lead\"");
        browser.run("document.querySelector('.button.primary').style.cssText = 'position: absolute; left: 0; top: 0;"
                + " width: 100vw; height: 400px'");
        assertThat(check.misfits()).contains("covers");

        if (check.hasAxe()) {
            browser.run("document.querySelector('h1').remove(); document.documentElement.removeAttribute('lang')");
            assertThat(check.accessibilityViolations()).contains("html-has-lang");
        }
    }
}
