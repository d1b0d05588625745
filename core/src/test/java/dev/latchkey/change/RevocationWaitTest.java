package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.FakeStore;
import dev.latchkey.StoreWrites;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RevocationWaitTest {

    private static final Duration BOUND = Duration.ofMillis(100);

    private final FakeStore store = new FakeStore();
    private final TokenRecord live = TokenRecord.builder(TokenId.of(1, 1))
            .owner("workspaces/acme")
            .description("nightly export")
            .scopes("workspace:read")
            .hash(SecretHash.of("none", "hash"))
            .issuedAt(Instant.EPOCH)
            .build();

    /** Each look at the clock is ten milliseconds after the one before. */
    private final AtomicLong looks = new AtomicLong();

    private final RevocationWait wait = new RevocationWait(
            store,
            store,
            () -> Duration.ofMillis(10).multipliedBy(looks.getAndIncrement()).toNanos());

    private void revoked() {
        StoreWrites.insert(store, live);
        StoreWrites.update(store, live.withRevoked(Instant.EPOCH, "leaked"));
    }

    @Test
    void wait_takes_the_recorded_bound_and_a_hundredth_of_it() {
        revoked();
        StoreWrites.updateState(store, StoreState.INITIAL.withRevocationBound(BOUND));

        wait.await(live.id());

        // 101 ms are over at the look that shows 110, the twelfth counted from zero.
        assertThat(looks).hasValue(12);
    }

    @Test
    void wait_is_over_at_once_where_no_bound_is_recorded_or_it_is_zero() {
        revoked();

        wait.await(live.id());
        StoreWrites.updateState(store, StoreState.INITIAL.withRevocationBound(Duration.ZERO));
        wait.await(live.id());

        assertThat(looks).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void token_that_is_deleted_is_waited_for_like_a_revoked_one() {
        StoreWrites.updateState(store, StoreState.INITIAL.withRevocationBound(BOUND));

        wait.await(live.id());

        assertThat(looks).hasValue(12);
    }

    @Test
    void revocation_that_is_not_committed_is_not_waited_for() {
        StoreWrites.insert(store, live);

        assertThatIllegalStateException()
                .isThrownBy(() -> wait.await(live.id()))
                .withMessageContaining("not committed");
    }

    @Test
    void interrupted_wait_says_that_the_token_is_revoked() {
        revoked();
        StoreWrites.updateState(store, StoreState.INITIAL.withRevocationBound(BOUND));

        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> wait.await(live.id()))
                    .withMessageContaining(live.id() + " is revoked");
        } finally {
            Thread.interrupted();
        }
    }
}
