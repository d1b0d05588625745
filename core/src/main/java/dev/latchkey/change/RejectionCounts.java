package dev.latchkey.change;

import dev.latchkey.token.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** How many texts were rejected, by reason. Thread-safe; counting neither waits nor allocates. */
public final class RejectionCounts {

    private final Map<RejectionReason, LongAdder> counts = new EnumMap<>(RejectionReason.class);

    /** Creates counts of zero. */
    public RejectionCounts() {
        for (RejectionReason reason : RejectionReason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    /**
     * Counts one.
     *
     * @param reason why a text was rejected
     */
    public void count(RejectionReason reason) {
        Objects.requireNonNull(counts.get(reason)).increment();
    }

    /** {@return the counts, one for each reason} */
    public Map<RejectionReason, Long> current() {
        Map<RejectionReason, Long> sums = new EnumMap<>(RejectionReason.class);
        counts.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }

    /** Takes the counts that are not zero, which begin at zero again. Each rejection is taken exactly once. */
    void take(BiConsumer<RejectionReason, Long> to) {
        counts.forEach((reason, count) -> {
            long times = count.sumThenReset();
            if (times > 0) {
                to.accept(reason, times);
            }
        });
    }
}
