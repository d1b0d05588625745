package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the screens of the page by following links, so that a new screen cannot be forgotten. */
final class Screens {

    private final Browser browser;

    Screens(Browser browser) {
        this.browser = browser;
    }

    /**
     * Opens each screen that links lead to, and one of each kind: all tokens have the same forms.
     *
     * @param look is called on each screen with its address below the mount
     * @return these addresses
     */
    List<String> each(Consumer<String> look) {
        List<String> visited = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(""));
        while (!open.isEmpty()) {
            String screen = open.remove();
            if (kinds.add(kind(screen))) {
                browser.open(PAGE + screen);
                // Read first: what is done to a screen may change it.
                open.addAll(links());
                look.accept(screen);
                visited.add(screen);
            }
        }
        return visited;
    }

    private static String kind(String screen) {
        // Details differ with the state of a token, so that each token has its own.
        return screen.matches("[0-9A-Z]{26}")
                ? screen
                : screen.replaceAll("[0-9A-Z]{26}", "id").replaceAll("=[^&]*?(?=&|$)", "=");
    }

    private List<String> links() {
        Object found = browser.run("return Array.from(document.links, (link) => link.href.split('#')[0])");
        return ((List<?>) found)
                .stream()
                        .map(Objects::toString)
                        .filter(link -> link.contains(PAGE) && !link.contains(".csv"))
                        .map(link -> link.substring(link.indexOf(PAGE) + PAGE.length()))
                        .toList();
    }
}
