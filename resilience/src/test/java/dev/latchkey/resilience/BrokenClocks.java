package dev.latchkey.resilience;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Clocks that hide one of the ways in which a lease ends. */
final class BrokenClocks {

    private BrokenClocks() {}

    static InstantSource thatStandsStill(InstantSource clock) {
        return InstantSource.fixed(clock.instant());
    }

    static LongSupplier thatStandsStill(LongSupplier clock) {
        long begun = clock.getAsLong();
        return () -> begun;
    }

    static InstantSource thatIsNeverSetBack(InstantSource clock) {
        AtomicReference<Instant> latest = new AtomicReference<>(clock.instant());
        return () -> latest.accumulateAndGet(clock.instant(), (a, b) -> a.isAfter(b) ? a : b);
    }
}
