package dev.latchkey.page.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token.
 *
 * @param frame what stands around it
 * @param token the token
 * @param facts what else is known of it
 * @param actions what the viewer can do with it
 * @param history the newest entries of its history
 * @param problem what is wrong with what is stored; null for nothing
 */
public record TokenView(
        Frame frame,
        TokenRow token,
        List<Fact> facts,
        List<Action> actions,
        List<HistoryEntry> history,
        @Nullable String problem) {

    public TokenView {
        facts = List.copyOf(facts);
        actions = List.copyOf(actions);
        history = List.copyOf(history);
    }

    /**
     * Something known of a token.
     *
     * @param name what
     * @param value its value
     * @param link the token that it names; null for none
     */
    public record Fact(String name, String value, @Nullable String link) {}

    /**
     * Something that can be done with a token.
     *
     * @param address where, seen from the token
     * @param label what it is called
     * @param hint what it does
     * @param posts whether it is done at once
     * @param dangerous whether it cannot be undone
     */
    public record Action(String address, String label, String hint, boolean posts, boolean dangerous) {}
}
