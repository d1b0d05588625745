package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Verification.Verified;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a node counts of its secrets. */
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

    private static CompletableFuture<Verification> verifying(AccessTokens node, IssuedToken issued) {
        CompletableFuture<Verification> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> answer.complete(node.verifier().verify(issued.reveal())));
        thread.setDaemon(true);
        thread.start();
        return answer;
    }
}
