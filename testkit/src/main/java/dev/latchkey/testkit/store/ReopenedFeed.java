package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A position from before the close is still valid, or a gap. */
abstract class ReopenedFeed<S extends TokenStore & ChangeFeed> extends ReopenedGroup<S> {

    @Test
    void a_position_from_before_tells_what_changed_before_and_after() throws Exception {
        TokenRecord first = inserted();
        TokenRecord second = inserted();
        FeedPosition start = store().position();
        StoreWrites.update(store(), first.withDescription("before the close"));
        FeedPosition between = store().position();

        reopen();
        StoreWrites.update(store(), second.withDescription("after it"));

        assertToldOrGap(start, Set.of(first.id(), second.id()));
        assertToldOrGap(between, Set.of(second.id()));
    }

    /** A feed that starts from its beginning at each start reuses the numbers. */
    @Test
    void a_number_that_is_used_again_is_not_taken_for_the_old_entry() throws Exception {
        TokenRecord record = inserted();
        TokenRecord one = record.withDescription("one");
        StoreWrites.update(store(), one);
        FeedPosition end = store().position();

        reopen();
        TokenRecord two = one.withDescription("two");
        StoreWrites.update(store(), two);
        StoreWrites.update(store(), two.withDescription("three"));

        assertToldOrGap(end, Set.of(record.id()));
    }

    private void assertToldOrGap(FeedPosition position, Set<TokenId> changed) {
        Changes changes = store().changesSince(position, 10_000);
        if (changes.gap()) {
            assertThat(changes).isEqualTo(Changes.gap(store().position()));
        } else {
            assertThat(changes.tokens()).containsAll(changed);
        }
    }
}
