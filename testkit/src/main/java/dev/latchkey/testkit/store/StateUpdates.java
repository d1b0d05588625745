package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.StoreState;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The state is versioned like records. */
abstract class StateUpdates extends RecordGroup {

    @Test
    void the_state_is_written_version_by_version() {
        StoreState first = new StoreState(1, T0, null);
        StoreState second = new StoreState(2, null, Duration.ofMillis(1_500), T0.plusMillis(7));

        assertThat(StoreWrites.updateState(store, first)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(first);
        assertThat(StoreWrites.updateState(store, second)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(second);
    }

    @Test
    void a_state_of_another_version_is_refused() {
        StoreWrites.updateState(store, new StoreState(1, T0, null));

        assertThat(StoreWrites.updateState(store, new StoreState(1, null, null)))
                .isFalse();
        assertThat(StoreWrites.updateState(store, new StoreState(3, null, null)))
                .isFalse();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(new StoreState(1, T0, null));
    }

    @Test
    void the_earliest_and_the_latest_values_of_the_state_are_kept() {
        StoreState earliest = new StoreState(1, EARLIEST, Duration.ZERO, EARLIEST);
        StoreState latest = new StoreState(2, LATEST, StoreState.MAX_REVOCATION_BOUND, LATEST);

        assertThat(StoreWrites.updateState(store, earliest)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(earliest);
        assertThat(StoreWrites.updateState(store, latest)).isTrue();
        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(latest);
    }
}
