package dev.latchkey.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that changes only when a test sets it. Thread-safe. */
public final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    private SettableClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    /**
     * {@return a clock set to that time}
     *
     * @param time where it stands
     */
    public static SettableClock at(Instant time) {
        return new SettableClock(time);
    }

    /**
     * Sets the time.
     *
     * @param time the new time; may be earlier
     */
    public void set(Instant time) {
        now.set(time);
    }

    /**
     * Advances the time.
     *
     * @param step how far; may be negative
     */
    public void advance(Duration step) {
        now.updateAndGet(time -> time.plus(step));
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get());
    }

    /** {@return the time} */
    @Override
    public String toString() {
        return "SettableClock[" + now + "]";
    }
}
