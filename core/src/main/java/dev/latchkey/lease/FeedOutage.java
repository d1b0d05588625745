package dev.latchkey.lease;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Logs that the change feed cannot be read: the first failure, then at most one line a minute while failures continue
 * or recur, and one at the end.
 *
 * <p>Used by one thread.
 */
final class FeedOutage {

    private static final System.Logger LOG = System.getLogger("dev.latchkey");

    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();

    /** An outage is over after this time without a failure. */
    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private boolean reported;
    private boolean open;
    private long lastLine;
    private long lastFailure;
    private long failures;

    FeedOutage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void failed(Throwable failure) {
        long now = nanoTime.getAsLong();
        lastFailure = now;
        failures++;
        if (reported && now - lastLine < BETWEEN_LINES) {
            return;
        }
        if (open) {
            LOG.log(Level.WARNING, "the change feed still cannot be read, after {0} failures: {1}", failures, failure);
        } else {
            LOG.log(
                    Level.WARNING,
                    "the change feed cannot be read; until it can, records are read from the store",
                    failure);
        }
        reported = true;
        open = true;
        lastLine = now;
    }

    void succeeded() {
        if (open && nanoTime.getAsLong() - lastFailure >= QUIET) {
            LOG.log(Level.INFO, "the change feed is followed again, after {0} failures", failures);
            open = false;
            failures = 0;
        }
    }
}
