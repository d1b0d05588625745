package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifierOverloadedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a node counts. */
class StatisticsTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();

    private Statistics.Secrets secrets(AccessTokens node) {
        return node.statistics().secrets();
    }

    @Test
    void each_token_that_is_issued_or_proven_counts_as_one_proof() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        tokens.issuer().issue(Service.request());
        AccessTokens anotherNode = service.tokens().build();

        anotherNode.verifier().verify(issued.reveal());
        anotherNode.verifier().verify(issued.reveal());
        anotherNode.verifier().verify(Service.forged(issued.id()));

        assertThat(secrets(tokens).proofs()).isEqualTo(2);
        assertThat(secrets(anotherNode).proofs()).isEqualTo(1);
    }

    @Test
    void computations_are_counted_and_their_time_added_up() {
        service.hasher.duringHash = () -> {
            long begin = System.nanoTime();
            while (System.nanoTime() - begin < 2_000_000) {
                Thread.onSpinWait();
            }
        };

        tokens.issuer().issue(Service.request());
        tokens.issuer().issue(Service.request());

        assertThat(secrets(tokens).computations()).isEqualTo(2);
        assertThat(secrets(tokens).computationTime()).isGreaterThanOrEqualTo(Duration.ofMillis(4));
    }

    @Test
    void callers_that_wait_for_a_permit_are_counted() {
        IssuedToken first = tokens.issuer().issue(Service.request());
        IssuedToken second = tokens.issuer().issue(Service.request());
        AccessTokens cold = service.tokens()
                .limits(Limits.standard().hashesAtOnce(1).maximumWait(Duration.ofMinutes(1)))
                .build();
        CountDownLatch hashing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        service.hasher.duringMatch = () -> {
            hashing.countDown();
            Service.await(release);
        };
        CompletableFuture<Verification> running = verifying(cold, first);
        Service.await(hashing);
        assertThat(secrets(cold).waiting()).isZero();

        CompletableFuture<Verification> waiting = verifying(cold, second);

        HeldRecordsTest.until(() -> secrets(cold).waiting() == 1);
        release.countDown();
        assertThat(running.join()).isInstanceOf(Verified.class);
        assertThat(waiting.join()).isInstanceOf(Verified.class);
        assertThat(secrets(cold).waiting()).isZero();
    }

    @Test
    void each_verification_counts_as_one_outcome() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        IssuedToken revoked = tokens.issuer().issue(Service.request());
        tokens.all().revoke(revoked.id(), "left");

        tokens.verifier().verify(issued.reveal());
        tokens.verifier().verifyAsync(issued.reveal(), Runnable::run).join();
        tokens.verifier().authorize(issued.reveal(), Scope.of("workspace:read"));
        tokens.verifier().authorize(issued.reveal(), Scope.of("workspace:write"));
        tokens.verifier()
                .authorizeAsync(issued.reveal(), Scope.of("billing"), Runnable::run)
                .join();
        tokens.verifier().verify(null);
        tokens.verifier().authorize("no token", Scope.of("workspace:read"));
        tokens.verifier().verifyAsync("no token", Runnable::run).join();
        tokens.verifier().verify(Service.forged(issued.id()));
        tokens.verifier().verify(revoked.reveal());
        tokens.all().reportLeak("no token");

        Statistics.Verifications counts = tokens.statistics().verifications();
        assertThat(counts.accepted()).isEqualTo(3);
        assertThat(counts.insufficientScope()).isEqualTo(2);
        assertThat(counts.rejected()).containsOnlyKeys(RejectionReason.values());
        assertThat(counts.rejected().get(RejectionReason.MALFORMED)).isEqualTo(3);
        assertThat(counts.rejected().get(RejectionReason.WRONG_SECRET)).isEqualTo(1);
        assertThat(counts.rejected().get(RejectionReason.REVOKED)).isEqualTo(1);
        assertThat(counts.rejected().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(5);
        assertThat(counts.unavailable() + counts.overloaded()).isZero();
    }

    @Test
    void denial_is_counted_where_the_service_refuses_and_not_where_it_asks() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        AccessToken token = ((Verified) tokens.verifier().verify(issued.reveal())).token();

        ScopeDecision.Denied denied = ((InsufficientScope) token.authorize(Scope.of("billing"))).decision();
        assertThat(tokens.statistics().verifications().insufficientScope()).isZero();
        token.denied(denied);

        assertThat(tokens.statistics().verifications().insufficientScope()).isEqualTo(1);
        assertThat(tokens.statistics().verifications().accepted()).isEqualTo(1);
    }

    @Test
    void denial_of_a_token_that_was_not_verified_is_not_counted() {
        AccessToken unverified =
                UnverifiedAccessTokens.token(TokenId.of(0, 1), "workspaces/acme", ScopeSet.parse("workspace:read"));

        unverified.denied(((InsufficientScope) unverified.authorize(Scope.of("billing"))).decision());

        assertThat(tokens.statistics().verifications().insufficientScope()).isZero();
    }

    @Test
    void each_cause_of_a_rejection_is_counted() {
        IssuedToken expired = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofHours(1)));
        service.clock.advance(Duration.ofHours(2));
        IssuedToken disabled = tokens.issuer().issue(Service.request());
        tokens.all().disable(disabled.id(), "holidays");
        IssuedToken live = tokens.issuer().issue(Service.request());

        tokens.verifier().verify(expired.reveal());
        tokens.verifier().verify(disabled.reveal());
        tokens.verifier()
                .verify(new Service()
                        .tokens()
                        .build()
                        .issuer()
                        .issue(Service.request())
                        .reveal());
        tokens.administration().rejectIssuedBefore(service.clock.instant().plusSeconds(1));
        tokens.verifier().verify(live.reveal());

        assertThat(tokens.statistics().verifications().rejected())
                .containsEntry(RejectionReason.EXPIRED, 1L)
                .containsEntry(RejectionReason.DISABLED, 1L)
                .containsEntry(RejectionReason.UNKNOWN, 1L)
                .containsEntry(RejectionReason.CUT_OFF, 1L);
    }

    @Test
    void failures_are_counted_by_kind() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        AccessTokens busy = service.tokens()
                .limits(Limits.standard().hashesAtOnce(1).maximumWait(Duration.ZERO))
                .build();
        CountDownLatch hashing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        service.hasher.duringMatch = () -> {
            hashing.countDown();
            Service.await(release);
        };
        CompletableFuture<Verification> running = verifying(busy, issued);
        Service.await(hashing);

        assertThatExceptionOfType(VerifierOverloadedException.class)
                .isThrownBy(() -> busy.verifier().verify(issued.reveal()));
        service.failing = true;
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> busy.verifier().verify(issued.reveal()));
        assertThat(busy.verifier().verifyAsync(issued.reveal(), Runnable::run)).isCompletedExceptionally();
        service.failing = false;
        release.countDown();

        assertThat(running.join()).isInstanceOf(Verified.class);
        assertThat(busy.statistics().verifications().overloaded()).isEqualTo(1);
        assertThat(busy.statistics().verifications().unavailable()).isEqualTo(2);
    }

    private static CompletableFuture<Verification> verifying(AccessTokens node, IssuedToken issued) {
        CompletableFuture<Verification> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(node.verifier().verify(issued.reveal())));
        thread.setDaemon(true);
        thread.start();
        return answer;
    }
}
