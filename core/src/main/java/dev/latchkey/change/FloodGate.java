package dev.latchkey.change;

import dev.latchkey.token.RejectionReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Limits how many events clients can cause each second. Rejections beyond that are counted by reason.
 *
 * <p>Thread-safe; {@link #renew} is called by one thread.
 */
final class FloodGate {

    /** How many events of a kind are admitted in a second. */
    static final int EACH_SECOND = 100;

    static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Map<Kind, AtomicInteger> left = new EnumMap<>(Kind.class);
    private final RejectionCounts counts = new RejectionCounts();
    private volatile boolean limited;
    private long renewedAt;

    /** @param now the monotonic time, in nanoseconds; the first renewal is due then */
    FloodGate(long now) {
        this.renewedAt = now - SECOND;
        for (Kind kind : Kind.values()) {
            left.put(kind, new AtomicInteger(EACH_SECOND));
        }
    }

    /** The events that a client can cause as often as it likes. */
    enum Kind {
        REJECTED,
        REUSED,
        INSUFFICIENT_SCOPE
    }

    /** {@return whether one more event of that kind is admitted in this second} */
    boolean admits(Kind kind) {
        AtomicInteger admitted = left(kind);
        return admitted.get() > 0 && admitted.getAndDecrement() > 0;
    }

    /** {@return whether no more events of that kind are admitted in this second} */
    boolean isExhausted(Kind kind) {
        return left(kind).get() <= 0;
    }

    private AtomicInteger left(Kind kind) {
        return Objects.requireNonNull(left.get(kind));
    }

    /** Counts a rejection that is not reported by itself. */
    void count(RejectionReason reason) {
        counts.count(reason);
    }

    /** {@return whether a renewal was not needed before} From now on it is, as soon as it is due. */
    boolean limit() {
        if (limited) {
            return false;
        }
        limited = true;
        return true;
    }

    /** {@return whether a renewal is needed: rejections were counted, or events of a kind are not admitted any more} */
    boolean isLimited() {
        return limited;
    }

    /** {@return how long until the next renewal is due, in nanoseconds; zero or less if it is} */
    long restUntilDue(long now) {
        return SECOND - (now - renewedAt);
    }

    /** Begins another second: takes the counts, and admits events again. */
    void renew(long now, BiConsumer<RejectionReason, Long> taken) {
        renewedAt = now;
        // Before the counts are taken: a rejection that is counted later sets it again.
        limited = false;
        left.values().forEach(each -> each.set(EACH_SECOND));
        counts.take(taken);
    }
}
