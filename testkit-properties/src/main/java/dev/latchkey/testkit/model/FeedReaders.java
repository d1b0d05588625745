package dev.latchkey.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Readers of a feed that compare its answers with what was written.
 *
 * <p>Positions are opaque and an entry may name many tokens, so the entries of each write are read one by one right
 * after it, and compared with it. Every later answer is compared with the entries that it covers.
 */
final class FeedReaders {

    private final ChangeFeed feed;
    private final List<Entry> entries = new ArrayList<>();
    private final int[] readers = new int[StoreOperations.READERS];
    private int trimmed;

    FeedReaders(ChangeFeed feed) {
        this.feed = feed;
        entries.add(new Entry(feed.position(), Set.of(), false));
    }

    /**
     * An entry of the feed; the first represents everything before.
     *
     * @param position the position after it
     */
    private record Entry(FeedPosition position, Set<TokenId> tokens, boolean state) {}

    /** {@return where the feed ended some entries ago, or at the beginning} */
    FeedPosition end(int back) {
        return entries.get(Math.max(0, entries.size() - 1 - back)).position();
    }

    /**
     * Records the last write.
     *
     * @param writes the steps; empty if nothing was written
     */
    void written(List<Write> writes) {
        List<Write> changes = writes.stream()
                .filter(write -> !(write instanceof Write.Insert))
                .toList();
        List<Entry> made = entriesMade(changes.size());

        if (changes.isEmpty()) {
            assertThat(made).as("entries after no change").isEmpty();
        } else {
            assertThat(made).as("entries after %s", changes).isNotEmpty();
        }
        Set<TokenId> tokens = new HashSet<>();
        made.forEach(entry -> tokens.addAll(entry.tokens()));
        assertThat(tokens)
                .as("tokens reported after %s", changes)
                .isEqualTo(changes.stream()
                        .map(Write::changed)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
        assertThat(made.stream().anyMatch(Entry::state))
                .as("whether the state changed by %s", changes)
                .isEqualTo(changes.stream().anyMatch(Write.State.class::isInstance));
        entries.addAll(made);
        assertThat(feed.position()).as("the end of the feed").isEqualTo(end(0));
    }

    /** {@return what was appended since the last write, read one by one} */
    private List<Entry> entriesMade(int most) {
        List<Entry> made = new ArrayList<>();
        FeedPosition position = end(0);
        while (true) {
            Changes changes = feed.changesSince(position, 1);
            assertThat(changes.gap()).as("a gap where nothing is missing").isFalse();
            if (changes.position().equals(position)) {
                assertThat(changes).as("the answer at the end").isEqualTo(Changes.end(position));
                return made;
            }
            made.add(new Entry(changes.position(), changes.tokens(), changes.stateChanged()));
            assertThat(made).as("entries of one write").hasSizeLessThanOrEqualTo(most);
            position = changes.position();
            assertThat(numberOf(position)).as("the number of a new position").isNegative();
        }
    }

    private int numberOf(FeedPosition position) {
        for (int number = entries.size() - 1; number >= 0; number--) {
            if (entries.get(number).position().equals(position)) {
                return number;
            }
        }
        return -1;
    }

    void begin(int reader) {
        readers[reader] = entries.size() - 1;
    }

    void readOn(int reader, int limit) {
        int from = readers[reader];
        Changes changes = feed.changesSince(entries.get(from).position(), limit);

        if (trimmed > 0 && from <= trimmed) {
            assertThat(changes).as("the answer to a reader behind").isEqualTo(Changes.gap(end(0)));
            begin(reader);
            return;
        }
        assertThat(changes.gap()).as("a gap where nothing is missing").isFalse();
        int to = numberOf(changes.position());
        assertThat(to).as("the entry up to which %d were read", limit).isBetween(from, (int)
                Math.min(Integer.MAX_VALUE, (long) from + limit));
        if (changes.drained()) {
            assertThat(changes.position()).as("the end of a drained answer").isEqualTo(end(0));
        } else {
            assertThat(to).as("the end of an answer that is not drained").isGreaterThan(from);
        }
        compare(entries.subList(from + 1, to + 1), changes);
        readers[reader] = to;
    }

    private static void compare(List<Entry> covered, Changes changes) {
        Set<TokenId> tokens = new HashSet<>();
        covered.forEach(entry -> tokens.addAll(entry.tokens()));
        assertThat(changes.tokens()).as("what was changed").isEqualTo(tokens);
        assertThat(changes.stateChanged())
                .as("whether the state changed")
                .isEqualTo(covered.stream().anyMatch(Entry::state));
    }

    void trim(Instant before, int limit) {
        int left = entries.size() - 1 - trimmed;
        int expected = before.equals(Instant.EPOCH) ? 0 : Math.min(limit, Math.max(0, left - 1));

        assertThat(feed.trim(before, limit)).as("trimmed entries").isEqualTo(expected);
        trimmed += expected;
        assertThat(feed.position()).as("the end of the feed after trimming").isEqualTo(end(0));
    }

    void readAllToTheEnd() {
        for (int reader = 0; reader < readers.length; reader++) {
            do {
                readOn(reader, 5);
            } while (readers[reader] < entries.size() - 1);
        }
    }
}
