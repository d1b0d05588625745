package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Limits;
import dev.latchkey.Statistics;
import dev.latchkey.acceptance.attack.Target.Owned;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifierOverloadedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** 200 threads that present wrong secrets for valid ids, each of which costs a whole Argon2. */
class FloodTest {

    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final long SLACK = 16 << 20;

    /** Looser than what is measured and documented: others may use the same two processors. */
    private static final double LEAST_SHARE = 0.2;

    private final Duration time = Scale.seconds();

    @Test
    void wrong_secrets_for_cold_ids_take_bounded_memory_and_leave_proven_tokens_alone() throws Exception {
        try (Target target = Target.with(
                Argon2Parameters.owasp(),
                builder ->
                        builder.revocationWithin(BOUND).limits(Limits.standard().maximumWait(WAIT)))) {
            List<TokenId> ids = target.coldIds(Flood.THREADS);
            long base = LiveHeap.bytes();
            HotClient hot = new HotClient(target, target.hotToken());
            Owned cold = target.coldToken();
            double idle = hot.rate(time.dividedBy(2));

            Flood flood = Flood.begin(
                    target.verifier(),
                    () -> Forger.wrongSecret(ids.get(ThreadLocalRandom.current().nextInt(ids.size()))));
            LeaseWatch lease = LeaseWatch.begin(target, BOUND);
            Target.until(() -> secrets(target).waiting() > 0);
            double flooded = flooded(hot, idle);
            hot.callEachMillisecond(time.dividedBy(2));
            long live = mostLive(target);
            for (int i = 0; i < 5; i++) {
                assertThat(target.issue()).as("a token issued in the flood").isNotNull();
            }
            flood.end();
            Duration normal = timeToAccept(target, cold);
            Target.until(() -> secrets(target).waiting() == 0);
            lease.end();
            flood.requireNobodyAccepted();
            double after = hot.rate(time.dividedBy(2));

            assertThat(target.hasher.mostAtOnce()).isEqualTo(1);
            assertThat(live).isLessThanOrEqualTo(base + target.hasher.memoryPerHash() + SLACK);
            assertThat(flooded).isGreaterThanOrEqualTo(LEAST_SHARE * Math.min(idle, after));
            assertThat(lease.everLapsed()).as("a lapse of the lease: %s", lease).isFalse();
            assertThat(normal).isLessThan(WAIT.plusSeconds(1).plus(tenHashes(target)));
        }
    }

    /** The light profile and a long wait, so that the owner's turn among 200 comes on any machine. */
    @Test
    void wrong_secrets_for_one_id_are_computed_one_at_a_time_and_do_not_touch_its_owner_s_proof() throws Exception {
        try (Target target = Target.with(
                Argon2Parameters.light(),
                builder -> builder.limits(Limits.standard().hashesAtOnce(2).maximumWait(Duration.ofSeconds(30))))) {
            Owned owned = target.coldToken();
            Owned other = target.coldToken();
            Flood flood = Flood.begin(target.verifier(), () -> Forger.wrongSecret(owned.id()));
            Target.until(() -> target.hasher.computations() > 2);

            timeToAccept(target, other);
            timeToAccept(target, owned);
            long computations = target.hasher.computations();
            long rejected = flood.rejected();
            new HotClient(target, owned).callEachMillisecond(time);
            flood.end();
            flood.requireNobodyAccepted();

            assertThat(target.hasher.mostAtOnceOfOneId()).isEqualTo(1);
            assertThat(target.hasher.computations()).isEqualTo(computations);
            assertThat(flood.rejected()).isGreaterThan(rejected);
        }
    }

    private static Statistics.Secrets secrets(Target target) {
        return target.node.statistics().secrets();
    }

    /** {@return the rate in the flood, measured again where another load of the machine may have been in the way} */
    private double flooded(HotClient hot, double idle) {
        double best = 0;
        for (int attempt = 0; attempt < 3 && best < LEAST_SHARE * idle; attempt++) {
            best = Math.max(best, hot.rate(time.dividedBy(2)));
        }
        return best;
    }

    /** {@return the most that was live in some moments of the flood, each in another computation} */
    private static long mostLive(Target target) {
        long most = 0;
        for (int i = 0; i < 5; i++) {
            long computations = target.hasher.computations();
            Target.until(() -> target.hasher.computations() > computations);
            most = Math.max(most, LiveHeap.bytes());
        }
        return most;
    }

    private static Duration timeToAccept(Target target, Owned cold) {
        long begin = System.nanoTime();
        Target.until(() -> {
            try {
                return target.accepts(cold);
            } catch (VerifierOverloadedException e) {
                return false;
            }
        });
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Duration tenHashes(Target target) {
        return secrets(target).computationTime().multipliedBy(10).dividedBy(target.hasher.computations());
    }
}
