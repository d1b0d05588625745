package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.FakeStore;
import dev.latchkey.StoreWrites;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the store's state changes, on a store that others change too. */
class StateChangesTest {

    private static final Instant CUT = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeStore store = new FakeStore();
    private final AtomicInteger notified = new AtomicInteger();
    private final TokenChanges changes = new TokenChanges(
            store,
            Trail.none(store),
            new TokenChanges.Listener() {
                @Override
                public void tokenChanged(TokenId id) {}

                @Override
                public void stateChanged() {
                    notified.incrementAndGet();
                }
            },
            TokenEvents.none());

    private StoreState stored() {
        return store.findCommitted(Set.of()).state();
    }

    private void changedByOthers() {
        StoreState present = stored();
        StoreWrites.updateState(store, new StoreState(present.version() + 1, null, null));
    }

    @Test
    void change_returns_what_is_stored_and_notifies() {
        StoreState after = changes.changeState(state -> state.withRejectIssuedBefore(CUT));

        assertThat(after).isEqualTo(stored());
        assertThat(after.rejectIssuedBefore()).isEqualTo(CUT);
        assertThat(notified).hasValue(1);
    }

    @Test
    void nothing_to_change_returns_what_is_stored_and_notifies_nobody() {
        changedByOthers();

        assertThat(changes.changeState(state -> state)).isEqualTo(stored());
        assertThat(notified).hasValue(0);
    }

    @Test
    void change_by_others_meanwhile_is_read_and_kept() {
        AtomicInteger tries = new AtomicInteger();

        StoreState after = changes.changeState(state -> {
            if (tries.getAndIncrement() < 19) {
                changedByOthers();
            }
            return state.withRejectIssuedBefore(CUT);
        });

        assertThat(after).isEqualTo(stored());
        assertThat(after.version()).isEqualTo(20);
        assertThat(notified).hasValue(1);
    }

    @Test
    void twenty_changes_by_others_in_a_row_are_an_error() {
        AtomicInteger tries = new AtomicInteger();

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> changes.changeState(state -> {
                    tries.incrementAndGet();
                    changedByOthers();
                    return state.withRejectIssuedBefore(CUT);
                }))
                .withMessageContaining("20 times in a row");
        assertThat(tries).hasValue(20);
    }
}
