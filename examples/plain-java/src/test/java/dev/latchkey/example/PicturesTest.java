package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Makes the pictures in {@code docs/images} if {@code -Dlatchkey.screenshots} is set. */
class PicturesTest {

    private static final Path IMAGES =
            Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/images");

    @RegisterExtension
    static final RunningPage page = new RunningPage();

    @Test
    void the_list_and_the_form_for_a_new_token_are_pictured() throws IOException {
        assumeTrue(System.getProperty("latchkey.screenshots") != null, "-Dlatchkey.screenshots makes docs/images");
        Browser browser = page.ownersBrowser();
        for (String scheme : List.of("light", "dark")) {
            browser.look(scheme, 1040, 640);
            browser.open(PAGE);
            browser.screenshot(IMAGES.resolve("list-" + scheme + ".png"));
            browser.look(scheme, 1040, 1000);
            browser.open(PAGE + "new?description=Status+board&preset=reporting");
            browser.screenshot(IMAGES.resolve("create-" + scheme + ".png"));
        }
    }
}
