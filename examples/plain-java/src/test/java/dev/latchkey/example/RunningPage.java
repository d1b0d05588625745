package dev.latchkey.example;

import dev.latchkey.token.TokenQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The service after its first start, for a class of tests, and a browser that starts when a test needs it. */
final class RunningPage implements BeforeAllCallback, AfterAllCallback {

    static final String PAGE = ManagementPage.PATH + "/";
    static final String SLUG = "myworkspace";
    static final String MEMBER = "member@" + SLUG;

    private final ExampleService.Preparation more;
    private Path folder;
    private ExampleService service;
    private Browser browser;
    private String ownersPassword;
    private String membersPassword;

    RunningPage() {
        this((workspaces, store) -> {});
    }

    /** Prepares more than a first start does. */
    RunningPage(ExampleService.Preparation more) {
        this.more = more;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("latchkey-page");
        FirstStart first = new FirstStart(SLUG, "My workspace");
        service = ExampleService.start(folder.resolve("data"), 0, (workspaces, store) -> {
            first.prepare(workspaces, store);
            more.prepare(workspaces, store);
        });
        ownersPassword = first.password().orElseThrow();
        membersPassword = service.workspaces().putMember("member", SLUG);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (browser != null) {
            browser.close();
        }
        service.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    ExampleService service() {
        return service;
    }

    Path folder() {
        return folder;
    }

    String ownersPassword() {
        return ownersPassword;
    }

    ApiClient client() {
        return new ApiClient(service.url(), SLUG);
    }

    Browser browser() {
        if (browser == null) {
            browser = Browser.start(service.url(), folder.resolve("browser"));
        }
        return browser;
    }

    /** {@return the browser, in which the owner has just signed in} */
    Browser ownersBrowser() {
        Browser signedIn = browser();
        signedIn.look("light", 1280);
        signedIn.open(SignIn.PATH);
        signedIn.forgetCookies();
        signIn(new MouseUser(signedIn));
        return signedIn;
    }

    void signIn(PageUser owner) {
        signIn(owner, SLUG, ownersPassword);
    }

    void signInAsMember(PageUser member) {
        signIn(member, MEMBER, membersPassword);
    }

    /** Signs in as the owner of a workspace that has no tokens. */
    void signInElsewhere(PageUser stranger, String slug) {
        signIn(stranger, slug, service.workspaces().createIfMissing(slug, slug).orElseThrow());
    }

    static void signIn(PageUser user, String name, String password) {
        user.open(SignIn.PATH);
        user.fill("user", name);
        user.fill("password", password);
        user.choose("Sign in");
    }

    /** {@return how many tokens have a description} */
    long stored(String description) {
        return service.tokens().all().list(TokenQuery.all()).tokens().stream()
                .filter(token -> token.description().equals(description))
                .count();
    }

    /** Creates a token, and {@return its text} The screen that shows it is left open. */
    static String create(PageUser owner, String description, String... permissions) {
        owner.open(PAGE + "new");
        owner.fill("description", description);
        for (String permission : permissions) {
            owner.tick("s-" + permission);
        }
        owner.choose("Review");
        owner.choose("Create token");
        return owner.value("secret");
    }

    static String idOf(String token) {
        return token.substring("example_".length(), token.indexOf('.'));
    }

    /** {@return the first half of a token's secret} */
    static String secretOf(String token) {
        return token.substring(token.indexOf('.') + 1).substring(0, 20);
    }
}
