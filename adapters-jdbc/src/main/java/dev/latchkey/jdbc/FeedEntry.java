package dev.latchkey.jdbc;

import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one write changed, as an entry of the feed reports it.
 *
 * @param tokens the tokens whose records changed or were deleted
 * @param stateChanged whether the store's state changed
 * @param isMark whether the write asked for an entry even if nothing changed
 */
record FeedEntry(Set<TokenId> tokens, boolean stateChanged, boolean isMark) {

    private static final String STATE = "state";

    /** Not empty, which some databases read as NULL. */
    private static final String NOTHING = "-";

    static FeedEntry of(List<Write> steps) {
        return new FeedEntry(
                steps.stream()
                        .flatMap(step -> Stream.ofNullable(step.changed()))
                        .collect(Collectors.toSet()),
                steps.stream().anyMatch(Write.State.class::isInstance),
                steps.stream().anyMatch(Write.Mark.class::isInstance));
    }

    /** {@return whether an entry has to be made} */
    boolean isReported() {
        return !tokens.isEmpty() || stateChanged || isMark;
    }

    /** {@return the ids and whether the state changed, with spaces between them} */
    String text() {
        String words = Stream.concat(
                        stateChanged ? Stream.of(STATE) : Stream.empty(),
                        tokens.stream().map(TokenId::toString))
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? NOTHING : words;
    }

    /** {@return the entry of that text; empty if it is not what {@link #text} writes} */
    static Optional<FeedEntry> parse(@Nullable String text) {
        if (NOTHING.equals(text)) {
            return Optional.of(new FeedEntry(Set.of(), false, true));
        }
        Set<TokenId> tokens = new HashSet<>();
        boolean stateChanged = false;
        for (String word : String.valueOf(text).split(" ", -1)) {
            Optional<TokenId> token = TokenId.parse(word);
            if (token.isPresent()) {
                tokens.add(token.get());
            } else if (word.equals(STATE)) {
                stateChanged = true;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new FeedEntry(tokens, stateChanged, false));
    }
}
