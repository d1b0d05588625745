package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A mark requires the end that was read. */
abstract class Marks<S extends TokenStore & ChangeFeed> extends FeedGroup<S> {

    @Test
    void a_mark_is_refused_after_the_feed_has_moved() {
        FeedPosition beginning = store.position();
        changed();
        FeedPosition end = store.position();

        assertThat(mark(beginning)).isFalse();
        assertThat(mark(end)).isTrue();
        assertThat(mark(end)).isFalse();
    }

    @Test
    void a_mark_at_a_position_of_another_feed_is_refused() {
        List<FeedPosition> elsewhere = new ArrayList<>(positionsOfAnotherStore());
        elsewhere.addAll(NO_POSITIONS);

        for (int i = 0; i < 3; i++) {
            assertThat(elsewhere).noneMatch(this::mark);
            changed();
        }
    }

    @Test
    void with_a_mark_the_other_steps_are_written_or_refused() {
        FeedPosition old = store.position();
        changed();
        TokenRecord refused = TokenRecords.ordinary().build();
        TokenRecord written = TokenRecords.ordinary().build();

        assertThat(store.write(List.of(new Write.Insert(refused), new Write.Mark(old))))
                .isFalse();
        assertThat(store.write(List.of(new Write.Mark(old), new Write.Insert(refused))))
                .isFalse();
        assertThat(store.write(List.of(new Write.Insert(written), new Write.Mark(store.position()))))
                .isTrue();

        FeedPosition end = store.position();
        assertThat(store.write(List.of(new Write.Mark(end), new Write.Insert(written))))
                .isFalse();
        assertThat(store.position()).isEqualTo(end);
        assertThat(store.find(Set.of(refused.id(), written.id())).records()).containsOnlyKeys(written.id());
    }
}
