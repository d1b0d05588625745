package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The base of the groups of {@link ChangeFeedContract}. */
abstract class FeedGroup<S extends TokenStore & ChangeFeed> extends StoreGroup<S> {

    static final Instant T0 = TokenRecords.ISSUED;
    static final Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

    static final List<FeedPosition> NO_POSITIONS = Stream.of(
                    "not a position", " ", "0", "-1", "\u0000", "\ud83d\udd11", "f".repeat(32), "z".repeat(255))
            .map(FeedPosition::new)
            .toList();

    TokenRecord insert() {
        TokenRecord record = TokenRecords.ordinary().build();
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return record;
    }

    TokenRecord changed() {
        TokenRecord next = insert().withDescription("other");
        assertThat(StoreWrites.update(store, next)).isTrue();
        return next;
    }

    Changes since(FeedPosition position) {
        return store.changesSince(position, 10_000);
    }

    boolean mark(FeedPosition end) {
        return store.write(List.of(new Write.Mark(end)));
    }

    /** {@return the tokens that the feed names, in the order in which a reader of one entry at a time sees them} */
    List<TokenId> readOneByOne(FeedPosition start) {
        List<TokenId> read = new ArrayList<>();
        FeedPosition position = start;
        while (true) {
            Changes changes = store.changesSince(position, 1);
            assertThat(changes.gap()).isFalse();
            read.addAll(changes.tokens());
            if (changes.position().equals(position)) {
                assertThat(changes.drained()).isTrue();
                return read;
            }
            position = changes.position();
        }
    }

    /** {@return the ends of another store's feed, from its beginning to its third entry} */
    List<FeedPosition> positionsOfAnotherStore() {
        List<FeedPosition> positions = new ArrayList<>(List.of(store.position()));
        for (int i = 0; i < 3; i++) {
            changed();
            positions.add(store.position());
        }
        store = newStore();
        assertThat(store.position())
                .as("where the feed of another store ends; store() gives another one each time")
                .isNotIn(positions);
        return positions;
    }
}
