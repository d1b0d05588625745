package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.Scope;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verifying with {@code revocationWithin}: what is held answers, and a revocation holds within the bound. */
class HeldRecordsTest {

    /** Of tests that ran before this one in the same process. */
    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

    private static final Duration BOUND = Duration.ofMillis(200);
    private static final Executor NONE = work -> {
        throw new RejectedExecutionException("no thread");
    };

    private final Service service = new Service();
    private final AccessTokens otherNode = service.tokens().build();
    private final List<AccessTokens> opened = new ArrayList<>();
    private volatile boolean feedFails;

    @AfterEach
    void close() {
        opened.forEach(AccessTokens::close);
    }

    private AccessTokens holding(Duration bound) {
        return open(service.tokens().nanoTime(this::nanoTime).revocationWithin(bound, new Feed()));
    }

    private AccessTokens open(AccessTokensBuilder builder) {
        AccessTokens tokens = builder.build();
        opened.add(tokens);
        until(() -> tokens.statistics().records().feed().leaseAge().isPresent());
        return tokens;
    }

    /** The test's one clock is both of the verifier's. */
    private long nanoTime() {
        return Duration.between(Service.START, service.clock.instant()).toNanos();
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("20 seconds are over").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The store's feed, with a switch. */
    private final class Feed implements ChangeFeed {

        private ChangeFeed working() {
            if (feedFails) {
                throw new TokenStoreException("switched off");
            }
            return service.store;
        }

        @Override
        public Changes changesSince(@Nullable FeedPosition position, int limit) {
            return working().changesSince(position, limit);
        }

        @Override
        public int trim(Instant before, int limit) {
            return working().trim(before, limit);
        }
    }

    private void stopFeed(AccessTokens node) {
        feedFails = true;
        long failures = node.statistics().records().feed().failures();
        until(() -> node.statistics().records().feed().failures() > failures);
    }

    private static Verification verify(AccessTokens node, IssuedToken issued) {
        return node.verifier().verify(issued.reveal());
    }

    @Test
    void a_repeated_verification_asks_the_store_nothing() {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = tokens.issuer().issue(Service.request());
        verify(tokens, issued);
        int reads = service.reads.get();

        for (int i = 0; i < 10; i++) {
            assertThat(verify(tokens, issued)).isInstanceOf(Verified.class);
        }

        assertThat(service.reads).hasValue(reads);
        assertThat(tokens.statistics().records().hits()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void a_token_revoked_here_is_rejected_at_once() {
        AccessTokens tokens = holding(Duration.ofHours(1));
        IssuedToken issued = tokens.issuer().issue(Service.request());
        verify(tokens, issued);

        tokens.all().revoke(issued.id(), "leaked");

        assertThat(verify(tokens, issued)).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void tokens_that_are_all_revoked_here_are_rejected_at_once() {
        AccessTokens tokens = holding(Duration.ofHours(1));
        List<IssuedToken> issued = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            issued.add(tokens.issuer().issue(Service.request()));
            verify(tokens, issued.get(i));
        }

        assertThat(tokens.ownedBy("workspaces/acme").revokeAll("left").revoked())
                .isEqualTo(5);

        assertThat(issued)
                .allSatisfy(
                        token -> assertThat(verify(tokens, token)).isEqualTo(new Rejected(RejectionReason.REVOKED)));
    }

    @Test
    void a_token_revoked_elsewhere_is_rejected_when_the_feed_tells() {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        assertThat(verify(tokens, issued)).isInstanceOf(Verified.class);

        otherNode.all().revoke(issued.id(), "leaked");

        until(() -> verify(tokens, issued).equals(new Rejected(RejectionReason.REVOKED)));
    }

    @Test
    void a_token_revoked_elsewhere_is_rejected_within_the_bound_though_the_feed_is_down() {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        verify(tokens, issued);
        stopFeed(tokens);
        otherNode.all().revoke(issued.id(), "leaked");
        assertThat(verify(tokens, issued)).as("within the bound").isInstanceOf(Verified.class);

        service.clock.advance(BOUND);

        assertThat(verify(tokens, issued)).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void when_feed_and_store_are_down_nobody_is_accepted_after_the_bound() {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = tokens.issuer().issue(Service.request());
        verify(tokens, issued);
        stopFeed(tokens);
        service.failing = true;
        assertThat(verify(tokens, issued)).as("within the bound").isInstanceOf(Verified.class);

        service.clock.advance(BOUND);
        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> verify(tokens, issued));

        service.failing = false;
        feedFails = false;
        until(() -> verify(tokens, issued) instanceof Verified);
    }

    @Test
    void a_wall_clock_that_is_set_back_ends_the_lease() {
        AccessTokens tokens = holding(Duration.ofHours(1));
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        verify(tokens, issued);
        otherNode.all().revoke(issued.id(), "leaked");

        service.clock.advance(Duration.ofHours(-2));

        assertThat(verify(tokens, issued)).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void a_held_token_expires_in_time() {
        AccessTokens tokens = holding(Duration.ofDays(1));
        IssuedToken issued = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofHours(1)));

        service.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(verify(tokens, issued)).isInstanceOf(Verified.class);

        service.clock.advance(Duration.ofMillis(1));
        assertThat(verify(tokens, issued)).isEqualTo(new Rejected(RejectionReason.EXPIRED));
    }

    @Test
    void a_cut_that_is_set_elsewhere_rejects_held_tokens() {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        verify(tokens, issued);

        otherNode.administration().rejectIssuedBefore(Service.START.plusSeconds(1));

        until(() -> verify(tokens, issued).equals(new Rejected(RejectionReason.CUT_OFF)));
    }

    @Test
    void a_wrong_secret_for_a_held_token_costs_no_read_and_no_hash() {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = tokens.issuer().issue(Service.request());
        verify(tokens, issued);
        int reads = service.reads.get();
        int computations = service.hasher.computations.get();

        for (int i = 0; i < 100; i++) {
            assertThat(tokens.verifier().verify(Service.forged(issued.id())))
                    .isEqualTo(new Rejected(RejectionReason.WRONG_SECRET));
        }

        assertThat(service.reads).hasValue(reads);
        assertThat(service.hasher.computations).hasValue(computations);
    }

    @Test
    void unknown_ids_are_looked_up_once_each_and_never_held() {
        AccessTokens tokens = holding(BOUND);
        int reads = service.reads.get();

        for (int i = 0; i < 1_000; i++) {
            assertThat(tokens.verifier().verify(Service.forged(TokenId.of(1, i))))
                    .isEqualTo(new Rejected(RejectionReason.UNKNOWN));
        }

        assertThat(service.reads).hasValue(reads + 1_000);
        assertThat(tokens.statistics().records().cached()).isZero();
        assertThat(service.hasher.computations).hasValue(0);
    }

    @Test
    void a_node_with_a_longer_bound_than_the_recorded_one_does_not_start() {
        holding(Duration.ofSeconds(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> service.tokens()
                        .revocationWithin(Duration.ofSeconds(2), service.store)
                        .build())
                .withMessageContaining("PT2S")
                .withMessageContaining("PT1S");

        otherNode.administration().recordRevocationBound(Duration.ofSeconds(2));
        holding(Duration.ofSeconds(2));
    }

    @Test
    void a_node_keeps_a_bound_that_was_lowered_while_it_runs() {
        AccessTokens tokens = holding(Duration.ofMillis(400));
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        verify(tokens, issued);
        otherNode.administration().recordRevocationBound(Duration.ofMillis(40));
        long polls = tokens.statistics().records().feed().polls();
        until(() -> tokens.statistics().records().feed().polls() > polls + 1);
        verify(tokens, issued);
        stopFeed(tokens);
        otherNode.all().revoke(issued.id(), "leaked");

        service.clock.advance(Duration.ofMillis(40));

        assertThat(verify(tokens, issued)).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void a_bound_needs_a_feed_and_a_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.tokens().revocationWithin(BOUND))
                .withMessageContaining("no change feed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.tokens().revocationWithin(Duration.ofMillis(9), service.store));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.tokens().revocationWithin(Duration.ofDays(2), service.store));
    }

    @Test
    void awaiting_a_revocation_takes_the_recorded_bound() {
        holding(BOUND);
        AccessTokens node = service.tokens().nanoTime(this::nanoTime).build();
        IssuedToken issued = node.issuer().issue(Service.request());
        CompletableFuture<?> awaited =
                CompletableFuture.supplyAsync(() -> node.all().revokeAndAwait(issued.id(), "leaked"));
        until(() -> verify(node, issued).equals(new Rejected(RejectionReason.REVOKED)));
        assertThat(awaited).isNotDone();

        until(() -> {
            // Its wait may not have begun when the clock is moved for the first time.
            service.clock.advance(BOUND.multipliedBy(2));
            return awaited.isDone();
        });

        assertThat(awaited).isCompleted();
    }

    @Test
    void awaiting_a_revocation_takes_no_time_where_nobody_holds_records() {
        IssuedToken issued = otherNode.issuer().issue(Service.request());

        assertThat(otherNode.ownedBy("workspaces/acme").revokeAndAwait(issued.id(), "leaked"))
                .hasValueSatisfying(
                        change -> assertThat(change.after().revocation()).isPresent());
        assertThat(otherNode.all().revokeAndAwait(TokenId.of(1, 1), "leaked")).isEmpty();
    }

    @Test
    void who_is_interrupted_while_awaiting_is_told_that_the_token_is_revoked() throws Exception {
        holding(BOUND);
        AccessTokens node = service.tokens().nanoTime(this::nanoTime).build();
        IssuedToken issued = node.issuer().issue(Service.request());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> node.all().revokeAndAwait(issued.id(), "leaked"));
        waiting.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        waiting.start();

        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).hasMessageContaining("is revoked");
        assertThat(verify(node, issued)).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void what_is_held_is_told_without_a_thread_and_everything_else_on_the_host_s() throws Exception {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = tokens.issuer().issue(Service.request());
        assertThat(tokens.verifier().verifyAsync(issued.reveal(), NONE)).isCompletedExceptionally();
        assertThat(tokens.verifier().verifyAsync(issued.reveal(), Runnable::run).get())
                .isInstanceOf(Verified.class);

        assertThat(tokens.verifier().verifyAsync(issued.reveal(), NONE).get()).isInstanceOf(Verified.class);
        assertThat(tokens.verifier().verifyAsync("hello", NONE).get())
                .isEqualTo(new Rejected(RejectionReason.MALFORMED));
        assertThat(tokens.verifier()
                        .authorizeAsync(issued.reveal(), Scope.of("workspace:write"), NONE)
                        .get())
                .isInstanceOf(InsufficientScope.class);
    }

    @Test
    void closing_ends_the_thread_and_verification_reads_the_store() {
        AccessTokens tokens = holding(BOUND);
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        verify(tokens, issued);
        assertThat(pollers()).as("one that polls, one that reads").isEqualTo(2);

        tokens.close();

        assertThat(pollers()).isZero();
        assertThat(verify(tokens, issued)).isInstanceOf(Verified.class);
        otherNode.all().revoke(issued.id(), "leaked");
        assertThat(verify(tokens, issued)).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void where_nothing_is_held_there_is_no_thread() {
        otherNode.issuer().issue(Service.request());

        assertThat(pollers()).isZero();
        assertThat(otherNode.statistics().records().feed().leaseAge()).isEmpty();
        assertThat(otherNode.statistics().secrets().computations()).isEqualTo(1);
        otherNode.close();
    }

    private long pollers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("latchkey-feed-"))
                .filter(thread -> !threadsBefore.contains(thread))
                .peek(thread -> assertThat(thread.isDaemon()).isTrue())
                .count();
    }

    /** Decorates a store without being one with a feed. */
    private record Decorated(TokenStore decorated) implements StoreDecorator {

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return decorated.findCommitted(ids, notBefore);
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            return decorated.find(ids);
        }

        @Override
        public boolean write(List<Write> writes) {
            return decorated.write(writes);
        }

        @Override
        public int maximumWrites() {
            return decorated.maximumWrites();
        }

        @Override
        public TokenPage list(TokenQuery query) {
            return decorated.list(query);
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            return decorated.findUses(ids);
        }

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            decorated.recordUse(uses);
        }
    }

    @Test
    void the_feed_of_a_decorated_store_is_found() {
        try (AccessTokens node = service.tokensOn(new Decorated(new Decorated(service.store)))
                .revocationWithin(BOUND)
                .build()) {
            IssuedToken issued = node.issuer().issue(Service.request());
            until(() -> verify(node, issued) instanceof Verified
                    && node.statistics().records().hits() > 0);

            otherNode.all().revoke(issued.id(), "leaked");

            until(() -> verify(node, issued).equals(new Rejected(RejectionReason.REVOKED)));
        }
    }
}
