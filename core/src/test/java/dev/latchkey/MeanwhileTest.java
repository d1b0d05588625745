package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.Write;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens while a store is read or written, and what a node that holds records must not remember. */
class MeanwhileTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final SettableClock clock = SettableClock.at(Service.START);
    private final Store store = new Store();
    private final List<AccessTokens> opened = new ArrayList<>();

    /** Lets a test act after a read, and before a write of the state. */
    private static final class Store extends DelegatingStore {

        volatile Runnable afterRead = () -> {};
        volatile Runnable beforeStateUpdate = () -> {};

        Store() {
            super(new FakeStore());
        }

        FakeStore others() {
            return delegate();
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            Snapshot found = super.findCommitted(ids, notBefore);
            afterRead.run();
            return found;
        }

        @Override
        public boolean write(List<Write> writes) {
            if (writes.get(0) instanceof Write.State) {
                Runnable first = beforeStateUpdate;
                beforeStateUpdate = () -> {};
                first.run();
            }
            return super.write(writes);
        }
    }

    private AccessTokensBuilder builder() {
        return AccessTokens.builder(store).withoutPrefix().clock(clock).hasher(new Service.CountingHasher());
    }

    private AccessTokens holding(AccessTokensBuilder builder) {
        AccessTokens tokens = builder.nanoTime(
                        () -> Duration.between(Service.START, clock.instant()).toNanos())
                .revocationWithin(LONG)
                .build();
        opened.add(tokens);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
            assertThat(System.nanoTime()).as("60 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
        return tokens;
    }

    @AfterEach
    void close() {
        opened.forEach(AccessTokens::close);
    }

    private static void isHeld(AccessTokens tokens, IssuedToken issued) {
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        long hits = tokens.statistics().records().hits();
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        assertThat(tokens.statistics().records().hits()).isGreaterThan(hits);
    }

    @Test
    void a_token_that_expires_while_the_store_is_read_is_rejected() {
        for (AccessTokens tokens : List.of(builder().build(), holding(builder()))) {
            IssuedToken issued = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofMinutes(10)));
            store.afterRead = () -> clock.advance(Duration.ofMinutes(10));

            assertThat(tokens.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.EXPIRED));

            store.afterRead = () -> {};
        }
    }

    @Test
    void a_cut_that_is_set_here_rejects_held_tokens_at_once() {
        AccessTokens tokens = holding(builder());
        IssuedToken issued = tokens.issuer().issue(Service.request());
        isHeld(tokens, issued);

        tokens.administration().rejectIssuedBefore(Service.START.plusSeconds(1));

        assertThat(tokens.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.CUT_OFF));
    }

    @Test
    void a_held_token_of_an_owner_who_loses_rights_loses_them_at_once() {
        String[] rights = {"workspace"};
        AccessTokens tokens = holding(builder().ownerScopes(owner -> ScopeSet.parse(rights[0])));
        IssuedToken issued = tokens.issuer().issue(Service.request().withScopes("workspace"));
        isHeld(tokens, issued);
        assertThat(tokens.verifier().authorize(issued.reveal(), Scope.of("workspace:write")))
                .isInstanceOf(Permitted.class);

        rights[0] = "workspace:read";

        assertThat(tokens.verifier().authorize(issued.reveal(), Scope.of("workspace:write")))
                .isInstanceOf(InsufficientScope.class);
    }

    @Test
    void a_cut_and_a_bound_that_are_set_at_once_are_both_kept() {
        AccessTokens tokens = builder().build();
        store.beforeStateUpdate =
                () -> StoreWrites.updateState(store.others(), StoreState.INITIAL.withRevocationBound(LONG));

        tokens.administration().rejectIssuedBefore(Service.START);

        assertThat(store.findCommitted(Set.of()).state()).isEqualTo(new StoreState(2, Service.START, LONG));
    }

    @Test
    void a_node_that_loses_the_race_for_the_recorded_bound_keeps_to_the_winner_s() {
        Duration shorter = Duration.ofSeconds(1);
        store.beforeStateUpdate =
                () -> StoreWrites.updateState(store.others(), StoreState.INITIAL.withRevocationBound(shorter));

        assertThatIllegalStateException().isThrownBy(() -> holding(builder())).withMessageContaining("PT1S");
    }
}
