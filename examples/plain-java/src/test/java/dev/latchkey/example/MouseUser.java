package dev.latchkey.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import org.openqa.selenium.WebElement;

/** Clicks, and types into the field that was clicked. */
class MouseUser implements PageUser {

    private static final String CSV = "access-tokens-history.csv";

    final Browser browser;

    MouseUser(Browser browser) {
        this.browser = browser;
    }

    static String byId(String id) {
        return "[id='" + id + "']";
    }

    @Override
    public void open(String path) {
        browser.open(path);
    }

    /** Clicks, or presses Enter, on a link or a button. */
    void activate(String text) {
        browser.findText(text).click();
    }

    @Override
    public final void choose(String text) {
        browser.leaving(() -> activate(text));
    }

    @Override
    public void fill(String id, String text) {
        WebElement field = browser.find(byId(id));
        field.clear();
        field.sendKeys(text);
    }

    @Override
    public void setDate(String id, LocalDate date) {
        // What a picker does; its months and days are the browser's own.
        browser.run(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                browser.find(byId(id)),
                date.toString());
    }

    @Override
    public void tick(String id) {
        browser.find(byId(id)).click();
    }

    @Override
    public final boolean isTicked(String id) {
        return browser.find(byId(id)).isSelected();
    }

    @Override
    public final String value(String id) {
        return String.valueOf(browser.run("return arguments[0].value", browser.find(byId(id))));
    }

    @Override
    public final String text() {
        return browser.text().replaceAll("\\s+", " ");
    }

    @Override
    public final String source() {
        return browser.html();
    }

    @Override
    public final String address() {
        return browser.path();
    }

    @Override
    public final String download(String text) {
        activate(text);
        try {
            return browser.downloaded(CSV);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
