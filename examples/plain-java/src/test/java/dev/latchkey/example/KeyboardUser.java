package dev.latchkey.example;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.openqa.selenium.Keys;

/** Never touches the mouse: reaches everything by the tab key, and uses it by the keys that browsers give it. */
final class KeyboardUser extends MouseUser {

    private static final int MOST_STOPS = 150;
    private static final int MOST_RADIOS = 12;
    private static final DateTimeFormatter AS_TYPED = DateTimeFormatter.ofPattern("MMddyyyy", Locale.ROOT);

    KeyboardUser(Browser browser) {
        super(browser);
    }

    @Override
    void activate(String text) {
        tabUntil("['A', 'BUTTON'].includes(focused.tagName) && focused.innerText.trim() === wanted", text);
        browser.press(Keys.ENTER);
    }

    @Override
    public void fill(String id, String text) {
        tabTo(id);
        browser.pressWith(Keys.CONTROL, "a");
        browser.press(text);
    }

    @Override
    public void setDate(String id, LocalDate date) {
        tabTo(id);
        browser.press(AS_TYPED.format(date));
        if (!value(id).equals(date.toString())) {
            throw new AssertionError("typing " + date + " set " + value(id));
        }
    }

    @Override
    public void tick(String id) {
        if (!"radio".equals(browser.find(byId(id)).getAttribute("type"))) {
            tabTo(id);
            browser.press(Keys.SPACE);
            return;
        }
        // The tab key stops once at a group of radio buttons; the arrow keys go through it.
        tabUntil("focused.type === 'radio' && focused.name === document.getElementById(wanted).name", id);
        for (int i = 0; i < MOST_RADIOS && !isTicked(id); i++) {
            browser.press(is("focused.id === wanted", id) ? Keys.SPACE : Keys.ARROW_DOWN);
        }
        if (!isTicked(id)) {
            throw new AssertionError("the arrow keys do not reach " + id);
        }
    }

    void tabTo(String id) {
        tabUntil("focused.id === wanted", id);
    }

    private void tabUntil(String condition, String wanted) {
        for (int i = 0; i < MOST_STOPS; i++) {
            if (is(condition, wanted)) {
                return;
            }
            browser.press(Keys.TAB);
        }
        throw new AssertionError("the tab key does not reach " + wanted + " at " + address());
    }

    private boolean is(String condition, String wanted) {
        return Boolean.TRUE.equals(browser.run(
                "const focused = document.activeElement, wanted = arguments[0]; return " + condition, wanted));
    }
}
