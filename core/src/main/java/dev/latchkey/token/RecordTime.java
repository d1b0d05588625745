package dev.latchkey.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The times that a record may contain: whole milliseconds that every store can keep. */
final class RecordTime {

    private static final Instant MIN = Instant.EPOCH;
    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999Z");

    private RecordTime() {}

    static Instant require(String what, Instant time) {
        Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
        if (millis.isBefore(MIN) || millis.isAfter(MAX)) {
            throw new IllegalArgumentException(what + " " + time + " is not between " + MIN + " and " + MAX);
        }
        return millis;
    }

    static @Nullable Instant check(String what, @Nullable Instant time) {
        return time == null ? null : require(what, time);
    }
}
