package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** An owner whose token is proven, and who measures how the service treats it. Every answer must be yes. */
final class HotClient {

    private static final long SLICE = Duration.ofMillis(50).toNanos();
    private static final long INTERVAL = Duration.ofMillis(1).toNanos();
    private static final int CALLS_PER_CLOCK_READ = 100;

    private final Target target;
    private final Target.Owned token;

    HotClient(Target target, Target.Owned token) {
        this.target = target;
        this.token = token;
    }

    /** {@return calls a second: the median of many slices, so that a pause of the machine does not count} */
    double rate(Duration time) {
        double[] rates = new double[(int) Math.max(1, time.toNanos() / SLICE)];
        for (int i = 0; i < rates.length; i++) {
            long begin = System.nanoTime();
            long now = begin;
            long calls = 0;
            for (; now - begin < SLICE; now = System.nanoTime()) {
                for (int call = 0; call < CALLS_PER_CLOCK_READ; call++) {
                    requireAccepted();
                }
                calls += CALLS_PER_CLOCK_READ;
            }
            rates[i] = calls * 1e9 / (now - begin);
        }
        Arrays.sort(rates);
        return rates[rates.length / 2];
    }

    /** Presents the token each millisecond, also while a call before it has not been answered in time. */
    void callEachMillisecond(Duration time) {
        long calls = Math.max(1, time.toNanos() / INTERVAL);
        long begin = System.nanoTime();
        for (long i = 0; i < calls; i++) {
            long due = begin + i * INTERVAL;
            for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
            requireAccepted();
        }
    }

    private void requireAccepted() {
        if (!target.accepts(token)) {
            assertThat(false).as("the owner of a proven token is accepted").isTrue();
        }
    }
}
