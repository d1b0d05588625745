package dev.latchkey.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at screens, and collects what is wrong with them. */
final class ScreenCheck {

    private static final Path PICTURES = Path.of("target/screens");

    private static final String MISFITS = Watch.script("misfits.js");

    private final Browser browser;
    private final Optional<String> axe;
    private final List<String> problems = new ArrayList<>();

    ScreenCheck(Browser browser) {
        this.browser = browser;
        this.axe = axe();
    }

    /** {@return the source of axe-core, which {@code -Dlatchkey.axe} names} */
    private static Optional<String> axe() {
        String path = System.getProperty("latchkey.axe", "");
        try {
            return path.isEmpty() ? Optional.empty() : Optional.of(Files.readString(Path.of(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasAxe() {
        return axe.isPresent();
    }

    /** {@return a line for each problem that was found on some screen} */
    List<String> problems() {
        return problems;
    }

    /** Checks the document in light and dark, wide and narrow. */
    void inEveryLook(String where) {
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(1280, 320)) {
                browser.look(scheme, width);
                check(where + " " + scheme + " " + width);
            }
        }
        browser.look("light", 1280);
    }

    /** Checks the document as it is. */
    void check(String where) {
        picture(where);
        note(where, misfits());
        note(where, accessibilityViolations());
        note(where, Watch.policyViolations(browser));
    }

    void note(String where, String found) {
        found.lines().forEach(line -> problems.add(where + ": " + line));
    }

    /** {@return a line for each element that does not fit, is cut off, or covers another control} */
    String misfits() {
        return String.valueOf(browser.run(MISFITS));
    }

    /** {@return ids and elements of what axe-core finds; empty if axe-core is not there} */
    String accessibilityViolations() {
        if (axe.isEmpty()) {
            return "";
        }
        browser.run(axe.get());
        return String.valueOf(browser.runLater("axe.run(document, {resultTypes: ['violations']}).then("
                + "(found) => done(found.violations.map((one) => one.id + ': '"
                + " + one.nodes.map((node) => node.html).join(' | ')).join('\\n')),"
                + " (error) => done('axe-core failed: ' + error));"));
    }

    /** Makes a picture if {@code -Dlatchkey.screenshots} is set. */
    void picture(String where) {
        if (System.getProperty("latchkey.screenshots") != null) {
            try {
                browser.screenshot(PICTURES.resolve(where.replaceAll("[^A-Za-z0-9]+", "-") + ".png"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
