package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssueRequest;
import dev.latchkey.scope.ScopeSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The Access Management page in a real browser. */
class BrowserTest {

    private static final String PAGE = ManagementPage.PATH + "/";
    private static final Path IMAGES =
            Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/images");

    @TempDir
    private static Path folder;

    private static ExampleService service;
    private static Browser browser;
    private static String password;
    private static String membersPassword;

    @BeforeAll
    static void start() throws IOException {
        service = ExampleService.start(folder.resolve("data"), 0);
        password = service.workspaces().createIfMissing("acme", "Acme").orElseThrow();
        membersPassword = service.workspaces().putMember("ann", "acme");
        FirstTokens.create(service.tokens(), service.workspaces().find("acme").orElseThrow());
        browser = Browser.start(service.url(), folder.resolve("profile"), Map.of());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        service.close();
    }

    @BeforeEach
    void signIn() {
        browser.look("light", 1280);
        browser.open(SignIn.PATH);
        browser.forgetCookies();
        signInAs(browser, "acme", password);
    }

    private static void signInAs(Browser at, String user, String secret) {
        at.open(SignIn.PATH);
        at.fill("#user", user);
        at.fill("#password", secret);
        at.clickText("Sign in");
    }

    private static int use(String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.url() + "/v1beta/workspaces/acme"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** {@return the text of a new token, on the screen that shows it} */
    private static String create(Browser at, String description) {
        at.open(PAGE + "new");
        at.fill("#description", description);
        at.tick("[id='s-workspace:write']");
        at.clickText("Review");
        at.clickText("Create token");
        return secret(at);
    }

    private static String secret(Browser at) {
        return at.find("#secret").getAttribute("value");
    }

    private static String idOf(String token) {
        return token.substring("example_".length(), token.indexOf('.'));
    }

    @Test
    void an_owner_does_everything_from_creating_to_revoking() throws Exception {
        browser.allowCopying();
        browser.open(PAGE);
        browser.clickText("Create token");
        browser.fill("#description", "Deployment of the shop");
        browser.tick("[id='s-workspace:write']");
        assertThat(browser.find("[id='s-workspace:read']").isSelected()).isTrue();
        assertThat(browser.text()).contains("Included in workspace:write");
        browser.tick("#days-30");
        browser.clickText("Review");
        assertThat(browser.text()).contains("It can", "Change a workspace", "It cannot", "The token works until");
        browser.clickText("Change something");
        assertThat(browser.find("#description").getAttribute("value")).isEqualTo("Deployment of the shop");
        assertThat(browser.find("#days-30").isSelected()).isTrue();
        browser.clickText("Review");
        browser.clickText("Create token");
        String token = secret(browser);
        browser.tick("[data-copy]");
        browser.waitFor("#copied", "Copied.");
        assertThat(browser.runLater("navigator.clipboard.readText().then(arguments[arguments.length - 1])"))
                .isEqualTo(token);
        assertThat(use(token)).isEqualTo(200);

        String at = PAGE + idOf(token);
        browser.open(at + "/narrow");
        browser.tick("[value='workspace:write@workspaces/acme']");
        browser.tick("[value='workspace:read@workspaces/acme']");
        browser.clickText("Remove the others");
        assertThat(browser.text())
                .contains("The permissions are removed.", "workspace:read")
                .doesNotContain("Change a workspace");
        browser.clickText("Edit description");
        browser.fill("#description", "Deployment of the new shop");
        browser.clickText("Save");
        browser.clickText("Expire earlier");
        browser.setDate(
                "#until",
                LocalDate.now(java.time.ZoneId.systemDefault()).plusDays(5).toString());
        browser.clickText("Set the new end");
        assertThat(browser.text()).contains("The new end is set.", "days left");

        browser.clickText("Rotate");
        browser.clickText("Create the new token");
        String successor = secret(browser);
        assertThat(List.of(use(token), use(successor))).containsExactly(200, 200);
        browser.open(at);
        browser.clickText("End the old token now");
        assertThat(List.of(use(token), use(successor))).containsExactly(401, 200);

        browser.open(PAGE + idOf(successor));
        browser.clickText("Disable");
        browser.fill("#why", "Holidays");
        browser.clickText("Disable");
        assertThat(use(successor)).isEqualTo(401);
        browser.clickText("Enable");
        assertThat(use(successor)).isEqualTo(200);
        browser.clickText("Revoke");
        assertThat(browser.text()).contains("Refused everywhere at once.");
        browser.tick("#reason-1");
        browser.clickText("Revoke token");
        assertThat(use(successor)).isEqualTo(401);

        browser.open(PAGE + "history");
        assertThat(browser.text())
                .contains(
                        "Created",
                        "Permissions removed",
                        "Replaced by another token",
                        "Disabled",
                        "It was found in public");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void neither_reload_nor_back_shows_a_token_again() {
        String token = create(browser, "Shown once");
        String half = token.substring(token.indexOf('.') + 1, token.indexOf('.') + 20);

        browser.printing(true);
        assertThat(browser.find(".secret").isDisplayed()).isFalse();
        assertThat(browser.text()).contains("The token itself is not printed.").doesNotContain(half);
        browser.printing(false);
        assertThat(browser.run("return sessionStorage.length + localStorage.length + document.cookie.length"))
                .isEqualTo(0L);

        browser.reload();
        assertThat(browser.text()).contains("This token was already shown");
        assertThat(browser.html()).doesNotContain(half);

        create(browser, "Left and returned to");
        String second = secret(browser);
        browser.clickText("Done");
        browser.back();
        assertThat(browser.html()).doesNotContain(second.substring(second.indexOf('.')));
        assertThat(String.valueOf(browser.run(
                        "const field = document.getElementById('secret');" + "return field ? field.value : ''")))
                .isEmpty();
    }

    @Test
    void the_keyboard_alone_creates_and_revokes_a_token() throws Exception {
        browser.open(PAGE);
        browser.press(Keys.TAB);
        assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");
        browser.tabTo("a[href='new']");
        browser.leaving(() -> browser.press(Keys.ENTER));
        browser.tabTo("#description");
        browser.press("By keyboard");
        browser.tabTo("[id='s-workspace:read']");
        browser.press(Keys.SPACE);
        browser.tabTo(".buttons button");
        browser.leaving(() -> browser.press(Keys.ENTER));
        browser.tabTo("[value='create']");
        browser.leaving(() -> browser.press(Keys.ENTER));
        String token = secret(browser);
        assertThat(use(token)).isEqualTo(200);
        browser.tabTo("main a.button");
        browser.leaving(() -> browser.press(Keys.ENTER));
        browser.tabTo("a[href$='/revoke']");
        browser.leaving(() -> browser.press(Keys.ENTER));
        browser.tabTo(".buttons button");
        browser.leaving(() -> browser.press(Keys.ENTER));
        assertThat(browser.run("return document.activeElement.className")).isEqualTo("problems");
        browser.tabTo("#reason-0");
        browser.press(Keys.SPACE);
        browser.tabTo(".buttons button");
        browser.leaving(() -> browser.press(Keys.ENTER));

        assertThat(use(token)).isEqualTo(401);
    }

    @Test
    void a_member_sees_and_cannot_create() {
        browser.forgetCookies();
        signInAs(browser, "ann@acme", membersPassword);

        assertThat(browser.text()).contains("Nightly export to the warehouse", "To create one, ask somebody who may.");
        assertThat(browser.has("a[href='new']")).isFalse();
        browser.open(PAGE + "new");
        assertThat(browser.text()).contains("You may not do this.");
    }

    @Test
    void everything_works_without_javascript() throws Exception {
        Map<String, Object> noScript = Map.of("profile.managed_default_content_settings.javascript", 2);
        try (Browser plain = Browser.start(service.url(), folder.resolve("without-script"), noScript)) {
            signInAs(plain, "acme", password);
            plain.open(PAGE + "new");
            plain.click("[value=reporting]");
            assertThat(plain.find("[id='s-workspace:read']").isSelected()).isTrue();
            plain.fill("#description", "Without script");
            plain.clickText("Review");
            plain.clickText("Create token");
            String token = secret(plain);
            assertThat(plain.find("[data-copy]").isDisplayed()).isFalse();
            assertThat(use(token)).isEqualTo(200);

            plain.open(PAGE + "?sort=oldest");
            assertThat(plain.has("[data-without-script]")).isTrue();
            plain.open(PAGE + idOf(token) + "/revoke");
            plain.tick("#reason-0");
            plain.clickText("Revoke token");
            assertThat(plain.text()).contains("The token is revoked.");
            assertThat(use(token)).isEqualTo(401);
        }
    }

    /** The addresses of all screens that are shown by an address. */
    private static List<String> screens() {
        browser.open(PAGE);
        String active = browser.find(".token a").getAttribute("href").replaceAll(".*/", "");
        List<String> screens = new ArrayList<>(List.of(
                "",
                "?state=inactive",
                "?sort=expiry",
                "new",
                "new?preset=reporting",
                "history",
                "history?token=x",
                "revoke-all",
                "revoke?id=" + active,
                "revoke",
                "nonsense"));
        for (String action : List.of("", "/edit", "/narrow", "/shorten", "/disable", "/revoke", "/rotate")) {
            screens.add(active + action);
        }
        return screens;
    }

    @Test
    void no_screen_has_an_accessibility_problem_or_scrolls_sideways() throws IOException {
        longTexts();
        List<String> problems = new ArrayList<>();
        for (String screen : screens()) {
            for (String scheme : List.of("light", "dark")) {
                for (int width : List.of(1280, 320)) {
                    browser.look(scheme, width);
                    browser.open(PAGE + screen);
                    check(screen + " " + scheme + " " + width, problems);
                }
            }
        }
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(1280, 320)) {
                browser.look(scheme, width);
                browser.open(PAGE + "new");
                browser.clickText("Review");
                check("mistakes " + scheme + " " + width, problems);
                browser.fill("#description", "Looked at");
                browser.tick("[id='s-workspace:read']");
                browser.clickText("Review");
                check("review " + scheme + " " + width, problems);
                browser.clickText("Create token");
                check("reveal " + scheme + " " + width, problems);
            }
        }
        assertThat(problems).isEmpty();
        assertThat(browser.complaints()).isEmpty();
        if (!browser.hasAxe()) {
            System.out.println("axe-core is not there (-Dlatchkey.axe); screens were looked at without it");
        }
    }

    private static void check(String where, List<String> problems) throws IOException {
        if (System.getProperty("latchkey.screenshots") != null) {
            browser.screenshot(Path.of("target/screens", where.replaceAll("[^a-z0-9]+", "-") + ".png"));
        }
        String violations = browser.violations();
        if (!violations.isEmpty()) {
            problems.add(where + ": " + violations);
        }
        if (browser.scrollsSideways()) {
            problems.add(where + " scrolls sideways");
        }
    }

    /** A long word, a long text, and one from right to left. */
    private static void longTexts() {
        for (String description :
                List.of("x".repeat(255), "nightly export ".repeat(16).strip(), "תצוגה של הנתונים בכל לילה (BI)")) {
            service.tokens()
                    .issuer()
                    .issue(IssueRequest.forOwner("workspaces/acme")
                            .describedAs(description)
                            .withScopes(ScopeSet.parse("workspace:read@workspaces/acme sources:write@workspaces/acme"))
                            .grantedByTheService());
        }
    }

    @Test
    void text_of_twice_the_size_fits() {
        for (String screen : screens()) {
            browser.open(PAGE + screen);
            browser.run("document.documentElement.style.fontSize = '200%'");
            assertThat(browser.scrollsSideways()).as(screen).isFalse();
        }
    }

    @Test
    void the_list_and_a_new_token_are_pictured_for_the_readme() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                System.getProperty("latchkey.screenshots") != null, "-Dlatchkey.screenshots makes docs/images");
        String pictured =
                service.workspaces().createIfMissing("pictured", "Pictured").orElseThrow();
        FirstTokens.create(
                service.tokens(), service.workspaces().find("pictured").orElseThrow());
        browser.forgetCookies();
        signInAs(browser, "pictured", pictured);
        for (String scheme : List.of("light", "dark")) {
            browser.look(scheme, 1040, 560);
            browser.open(PAGE);
            browser.screenshot(IMAGES.resolve("list-" + scheme + ".png"));
            browser.look(scheme, 1040, 1000);
            browser.open(PAGE + "new?description=Dashboard+in+the+office&preset=reporting");
            browser.screenshot(IMAGES.resolve("create-" + scheme + ".png"));
        }
    }
}
