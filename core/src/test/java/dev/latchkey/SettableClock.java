package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    private SettableClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    public static SettableClock at(Instant time) {
        return new SettableClock(time);
    }

    public void advance(Duration step) {
        now.updateAndGet(time -> time.plus(step));
    }

    @Override
    public Instant instant() {
        return now.get();
    }
}
