package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Service.CountingHasher;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that has not proven a token yet: its secret is hashed, and what happens meanwhile counts. */
class ColdVerifyingTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();
    private final IssuedToken issued = tokens.issuer().issue(Service.request());
    private final TokenId id = issued.id();
    private final CountingHasher strong = Service.strongerHasher();

    private AccessTokens coldNode() {
        return service.tokens().build();
    }

    private AccessTokens strongerNode() {
        return service.tokens().hasher(strong).build();
    }

    private Verification verify(AccessTokens node) {
        return node.verifier().verify(issued.reveal());
    }

    private TokenRecord record() {
        return service.store.find(id).orElseThrow();
    }

    private void replaceHash(SecretHash hash) {
        assertThat(StoreWrites.update(service.store, record().withHash(hash))).isTrue();
    }

    private static BearerToken parsed(String text) {
        return BearerToken.parse(text, TokenFormat.plain()).orElseThrow();
    }

    private static void assertRejected(Verification answer, RejectionReason reason) {
        assertThat(answer).isEqualTo(new Rejected(reason));
    }

    @Test
    void a_revoked_token_costs_no_hash() {
        tokens.all().revoke(id, "leaked");

        assertCostsNoHash(RejectionReason.REVOKED);
    }

    @Test
    void an_expired_token_costs_no_hash() {
        service.clock.advance(Duration.ofDays(90));

        assertCostsNoHash(RejectionReason.EXPIRED);
    }

    @Test
    void a_disabled_token_costs_no_hash() {
        StoreWrites.update(
                service.store,
                record().toBuilder()
                        .disablement(new Intervention(Service.START, null, "disabled"))
                        .version(2)
                        .build());

        assertCostsNoHash(RejectionReason.DISABLED);
    }

    @Test
    void a_token_from_before_the_cut_off_costs_no_hash() {
        service.clock.advance(Duration.ofSeconds(1));
        tokens.administration().rejectIssuedBefore(service.clock.instant());

        assertCostsNoHash(RejectionReason.CUT_OFF);
    }

    private void assertCostsNoHash(RejectionReason reason) {
        AccessTokens cold = coldNode();
        int before = service.hasher.computations.get();

        assertRejected(verify(cold), reason);
        assertRejected(cold.verifier().verify(Service.forged(id)), reason);

        assertThat(service.hasher.computations).hasValue(before);
    }

    @Test
    void a_token_that_expires_while_its_record_is_read_is_rejected() {
        service.duringRead = () -> service.clock.advance(Duration.ofDays(90));

        assertRejected(verify(tokens), RejectionReason.EXPIRED);
    }

    @Test
    void a_token_that_expires_while_its_record_is_read_again_after_hashing_is_rejected() {
        AccessTokens cold = coldNode();
        service.hasher.duringMatch = () -> service.duringRead = () -> service.clock.advance(Duration.ofDays(90));

        assertRejected(verify(cold), RejectionReason.EXPIRED);
    }

    @Test
    void a_token_that_is_disabled_while_its_secret_is_hashed_is_rejected() {
        AccessTokens cold = coldNode();
        service.hasher.duringMatch = () -> StoreWrites.update(
                service.store,
                record().toBuilder()
                        .disablement(new Intervention(Service.START, null, "disabled"))
                        .version(2)
                        .build());

        assertRejected(verify(cold), RejectionReason.DISABLED);
    }

    @Test
    void a_token_that_is_cut_off_while_its_secret_is_hashed_is_rejected() {
        AccessTokens cold = coldNode();
        service.hasher.duringMatch = () -> tokens.administration().rejectIssuedBefore(Service.START.plusSeconds(1));

        assertRejected(verify(cold), RejectionReason.CUT_OFF);
    }

    @Test
    void a_secret_is_rejected_if_the_hash_is_replaced_by_another_secrets_while_it_is_hashed() {
        AccessTokens cold = coldNode();
        SecretHash others = strong.hash(parsed(Service.forged(id)));
        service.hasher.duringMatch = once(() -> replaceHash(others));

        assertRejected(verify(cold), RejectionReason.WRONG_SECRET);
    }

    @Test
    void a_secret_is_compared_with_the_hash_that_replaced_the_one_being_computed() {
        AccessTokens cold = coldNode();
        SecretHash next = service.hasher.hash(parsed(issued.reveal()));
        int before = service.hasher.computations.get();
        service.hasher.duringMatch = once(() -> replaceHash(next));

        assertThat(verify(cold)).isInstanceOf(Verified.class);

        assertThat(service.hasher.computations).hasValue(before + 2);
    }

    @Test
    void a_weaker_hash_is_renewed_by_one_more_computation() {
        SecretHash weak = record().hash();

        assertThat(verify(strongerNode())).isInstanceOf(Verified.class);

        assertThat(strong.computations)
                .as("computations: the match, the new hash")
                .hasValue(2);
        assertThat(record().hash()).isNotEqualTo(weak);
        assertThat(record().version()).isEqualTo(2);
    }

    @Test
    void a_hash_that_replaced_the_one_being_computed_is_not_renewed_for_the_old_secret() {
        AccessTokens stronger = strongerNode();
        SecretHash others = service.hasher.hash(parsed(Service.forged(id)));
        strong.duringMatch = once(() -> replaceHash(others));

        assertRejected(verify(stronger), RejectionReason.WRONG_SECRET);

        assertThat(record().hash()).isEqualTo(others);
    }

    @Test
    void a_token_that_is_revoked_while_its_secret_is_hashed_is_not_renewed() {
        AccessTokens stronger = strongerNode();
        strong.duringMatch = once(() -> tokens.all().revoke(id, "leaked"));

        assertRejected(verify(stronger), RejectionReason.REVOKED);

        assertThat(strong.computations).as("computations: the match alone").hasValue(1);
    }

    @Test
    void a_token_that_is_revoked_while_its_hash_is_renewed_is_rejected_and_stays_revoked() {
        AccessTokens stronger = strongerNode();
        SecretHash weak = record().hash();
        strong.duringHash = () -> tokens.all().revokeAndAwait(id, "leaked");

        assertRejected(verify(stronger), RejectionReason.REVOKED);

        assertThat(record().lifecycle().revokedAt()).isNotNull();
        assertThat(record().hash()).isEqualTo(weak);
    }

    /** A cached record may be as old as the bound; after a renewal it is read from the store whatever the lease says. */
    @Test
    void a_token_that_another_node_revokes_while_its_hash_is_renewed_is_rejected_under_a_lease_too() {
        try (AccessTokens caching = service.tokens()
                .hasher(strong)
                .revocationWithin(Duration.ofDays(1), service.store)
                .build()) {
            HeldRecordsTest.until(
                    () -> caching.statistics().records().feed().leaseAge().isPresent());
            strong.duringHash = () -> tokens.all().revoke(id, "leaked");

            assertRejected(verify(caching), RejectionReason.REVOKED);
        }
    }

    @Test
    void a_token_that_expires_while_its_hash_is_renewed_is_rejected() {
        AccessTokens stronger = strongerNode();
        strong.duringHash = () -> service.clock.advance(Duration.ofDays(90));

        assertRejected(verify(stronger), RejectionReason.EXPIRED);
    }

    @Test
    void a_token_that_is_deleted_while_its_hash_is_renewed_is_rejected() {
        AccessTokens stronger = strongerNode();
        strong.duringHash = () -> {
            tokens.all().revoke(id, "leaked");
            tokens.administration().sweep(Service.START.plusSeconds(1));
        };

        assertRejected(verify(stronger), RejectionReason.UNKNOWN);
    }

    @Test
    void a_description_that_is_changed_while_the_hash_is_renewed_is_kept() {
        AccessTokens stronger = strongerNode();
        strong.duringHash = () -> tokens.ownedBy("workspaces/acme").describe(id, "weekly export");

        assertThat(verify(stronger)).isInstanceOf(Verified.class);

        assertThat(record().grant().description()).isEqualTo("weekly export");
    }

    @Test
    void cold_verification_reads_the_record_before_and_after_the_computation_and_no_more() {
        AccessTokens cold = coldNode();
        service.reads.set(0);

        assertThat(verify(cold)).isInstanceOf(Verified.class);

        assertThat(service.reads).hasValue(2);
    }

    @Test
    void token_that_is_revoked_during_a_renewal_that_fails_is_rejected() {
        AccessTokens stronger = strongerNode();
        strong.duringHash = () -> {
            tokens.all().revoke(id, "leaked");
            service.readOnly = true;
        };

        assertRejected(verify(stronger), RejectionReason.REVOKED);
    }

    @Test
    void a_renewal_that_fails_rejects_nobody() {
        AccessTokens stronger = strongerNode();
        strong.duringHash = () -> {
            throw new IllegalStateException("injected");
        };

        assertThat(verify(stronger)).isInstanceOf(Verified.class);
        assertThat(record().version()).isEqualTo(1);
    }

    @Test
    @Timeout(120)
    void a_renewal_does_not_wait_for_a_permit() throws Exception {
        IssuedToken other = tokens.issuer().issue(Service.request());
        AccessTokens stronger = service.tokens()
                .hasher(strong)
                .limits(Limits.standard().hashesAtOnce(1).maximumWait(Duration.ofDays(1)))
                .build();
        CountDownLatch hashing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        AtomicReference<Future<Verification>> running = new AtomicReference<>();
        // Between the computation and the renewal, another verification takes the permit.
        strong.duringMatch = once(() -> service.duringRead = once(() -> {
            strong.duringMatch = () -> {
                hashing.countDown();
                Service.await(release);
            };
            running.set(executor.submit(() -> stronger.verifier().verify(other.reveal())));
            Service.await(hashing);
        }));
        try {
            assertThat(verify(stronger)).isInstanceOf(Verified.class);

            assertThat(record().version()).isEqualTo(1);
            release.countDown();
            assertThat(running.get().get()).isInstanceOf(Verified.class);
        } finally {
            release.countDown();
            executor.shutdown();
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1, 16, 2, 1", "16, 1, 8, 2, 0", "8, 2, 16, 2, 1", "16, 2, 16, 2, 0"})
    void nodes_with_different_parameters_renew_a_hash_once_at_most(
            int memoryOfOne, int passesOfOne, int memoryOfOther, int passesOfOther, int renewals) {
        CountingHasher one = new CountingHasher(new Argon2Parameters(memoryOfOne, passesOfOne, 1));
        CountingHasher other = new CountingHasher(new Argon2Parameters(memoryOfOther, passesOfOther, 1));
        String text = service.tokens()
                .hasher(one)
                .build()
                .issuer()
                .issue(Service.request())
                .reveal();

        for (int i = 0; i < 20; i++) {
            assertThat(service.tokens().hasher(other).build().verifier().verify(text))
                    .isInstanceOf(Verified.class);
            assertThat(service.tokens().hasher(one).build().verifier().verify(text))
                    .isInstanceOf(Verified.class);
        }

        TokenId renewed = parsed(text).id();
        assertThat(service.store.find(renewed).orElseThrow().version()).isEqualTo(1 + renewals);
        assertThat(one.computations.get() + other.computations.get())
                .as("computations: to issue, to verify, to renew")
                .isEqualTo(1 + 40 + renewals);
    }

    /** {@return the action, for its first call alone} */
    private static Runnable once(Runnable action) {
        boolean[] done = {false};
        return () -> {
            if (!done[0]) {
                done[0] = true;
                action.run();
            }
        };
    }
}
