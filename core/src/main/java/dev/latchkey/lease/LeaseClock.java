package dev.latchkey.lease;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks by which leases are measured.
 *
 * @param wall the wall clock
 * @param monotonic returns nanoseconds since a fixed moment; never goes backwards
 */
public record LeaseClock(InstantSource wall, LongSupplier monotonic) {

    /** A moment by both clocks. */
    record Stamp(long nanos, long millis) {}

    Stamp stamp() {
        return new Stamp(monotonic.getAsLong(), wall.millis());
    }

    boolean isWithin(Lease lease, long nowMillis) {
        return lease.holdsAt(monotonic.getAsLong(), nowMillis);
    }
}
