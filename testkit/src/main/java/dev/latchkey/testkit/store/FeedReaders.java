package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Readers of a feed who know what it must tell them, because they know what was written. */
final class FeedReaders {

    private final ChangeFeed feed;
    private final long beginning;
    private final List<Written> log = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private FeedPosition end;
    private long trimmed;

    FeedReaders(ChangeFeed feed) {
        this.feed = feed;
        this.end = feed.position();
        this.beginning = end.sequence();
        for (int i = 0; i < StoreOperations.READERS; i++) {
            readers.add(new Reader(end));
        }
    }

    /** What one operation has changed, and the numbers of its entries: after {@code from}, up to {@code to}. */
    private record Written(long from, long to, Set<TokenId> tokens, boolean state) {
        boolean meets(long after, long upTo) {
            return from < upTo && to > after;
        }
    }

    private static final class Reader {
        private FeedPosition start;
        private FeedPosition position;
        private final List<Told> told = new ArrayList<>();

        Reader(FeedPosition position) {
            this.start = position;
            this.position = position;
        }
    }

    private record Told(long from, long to, Set<TokenId> tokens) {}

    /** Notes what the last operation has changed; if that is nothing, there must be no entry. */
    void told(Set<TokenId> tokens, boolean state) {
        FeedPosition position = feed.position();
        if (tokens.isEmpty() && !state) {
            assertThat(position)
                    .as("the end of the feed after what is no change")
                    .isEqualTo(end);
            return;
        }
        assertThat(position.sequence())
                .as("the end of the feed after a change")
                .isGreaterThanOrEqualTo(end.sequence() + Math.max(1, tokens.size()));
        log.add(new Written(end.sequence(), position.sequence(), tokens, state));
        end = position;
    }

    void begin(int number) {
        readers.set(number, new Reader(end));
    }

    void readOn(int number, int limit) {
        Reader reader = readers.get(number);
        long from = reader.position.sequence();
        Changes changes = feed.changesSince(reader.position, limit);

        if (trimmed > 0 && from < beginning + trimmed + 1) {
            assertThat(changes).as("the answer to a reader behind").isEqualTo(Changes.gap(end));
            readers.set(number, new Reader(end));
            return;
        }
        assertThat(changes.gap()).as("a gap where nothing is missing").isFalse();
        long to = changes.position().sequence();
        assertThat(to - from).as("entries read by %d", limit).isBetween(0L, (long) limit);
        if (changes.drained()) {
            assertThat(changes.position()).as("where a drained answer ends").isEqualTo(end);
        } else {
            assertThat(to).as("where an answer ends that is not drained").isGreaterThan(from);
        }
        reader.told.add(new Told(from, to, changes.tokens()));
        reader.position = changes.position();
        compare(reader, from, to, changes);
    }

    private void compare(Reader reader, long from, long to, Changes changes) {
        Set<TokenId> changed = new HashSet<>();
        boolean stateChanged = false;
        for (Written written : log) {
            if (written.meets(from, to)) {
                changed.addAll(written.tokens());
                stateChanged |= written.state();
                if (written.to() <= to && written.from() >= reader.start.sequence()) {
                    assertThat(toldOf(reader, written)).containsAll(written.tokens());
                }
            }
        }
        assertThat(changes.stateChanged()).as("whether the state changed").isEqualTo(stateChanged);
        assertThat(changed).as("what was changed").containsAll(changes.tokens());
    }

    /** An operation's entries may be cut by a limit, so that several answers tell of it. */
    private static Set<TokenId> toldOf(Reader reader, Written written) {
        Set<TokenId> told = new HashSet<>();
        for (Told answer : reader.told) {
            if (written.meets(answer.from(), answer.to())) {
                told.addAll(answer.tokens());
            }
        }
        return told;
    }

    void trim(Instant before, int limit) {
        long left = end.sequence() - beginning - trimmed;
        long expected = before.equals(Instant.EPOCH) ? 0 : Math.min(limit, Math.max(0, left - 1));

        assertThat((long) feed.trim(before, limit)).as("trimmed entries").isEqualTo(expected);
        trimmed += expected;
        assertThat(feed.position()).as("the end of the feed after trimming").isEqualTo(end);
    }

    void readAllToTheEnd() {
        for (int number = 0; number < readers.size(); number++) {
            do {
                readOn(number, 5);
            } while (!readers.get(number).position.equals(end));
        }
    }
}
