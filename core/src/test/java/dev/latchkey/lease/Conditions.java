package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
final class Conditions {

    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(20).toNanos();

    private Conditions() {}

    /** Returns when it is so; fails if it is not in time. */
    static void await(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began).isLessThan(LONGEST_WAIT_NANOS);
            Thread.onSpinWait();
        }
    }
}
