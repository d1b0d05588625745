package dev.latchkey.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a document notices of itself from its first moment on: shifts of its layout, and violations of its policy. */
final class Watch {

    /** Has to be run before a document's own scripts. */
    static final String SCRIPT = script("watch.js");

    private Watch() {}

    /** {@return a script of these tests} */
    static String script(String name) {
        try (InputStream in = Watch.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the cumulative layout shift of the document, after the next two frames} */
    static double layoutShift(Browser browser) {
        Object shift = browser.runLater(
                "requestAnimationFrame(() => requestAnimationFrame(() => done(String(window.watched.shift))))");
        return Double.parseDouble(String.valueOf(shift));
    }

    /** {@return the directives that the document violated, with what was blocked} */
    static String policyViolations(Browser browser) {
        return String.valueOf(browser.run("return window.watched.violations.join(', ')"));
    }
}
