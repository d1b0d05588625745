package dev.latchkey.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time during which cached records may be used.
 *
 * <p>It is measured by two clocks, because each of them can be wrong: the monotonic one may stop while a machine is
 * suspended, the wall clock can be set. It ends by whichever clock reaches its end first, and also if the wall clock
 * shows a time before its beginning.
 */
final class Lease {

    /** The lease that is never valid. */
    static final Lease NONE = new Lease(new LeaseClock.Stamp(0, 0), Duration.ZERO);

    private final LeaseClock.Stamp since;
    private final long nanos;
    private final long untilMillis;

    Lease(LeaseClock.Stamp since, Duration length) {
        this.since = since;
        this.nanos = TimeUnit.NANOSECONDS.convert(length);
        this.untilMillis = since.millis() + length.toMillis();
    }

    LeaseClock.Stamp since() {
        return since;
    }

    boolean holdsAt(long nanoTime, long millis) {
        long elapsed = nanoTime - since.nanos();
        return elapsed >= 0 && elapsed < nanos && millis >= since.millis() && millis < untilMillis;
    }
}
