package dev.latchkey.change;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenUse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes the uses in a buffer to the store, in batches.
 *
 * <p>What could not be written becomes pending again. A batch that fails is divided, so that one use that the store
 * refuses does not keep others from being written; after {@value #MOST_FAILURES} failures in a row the store is taken to
 * be unavailable, and the rest waits for the next flush.
 *
 * <p>For one thread; the counters are for any.
 */
final class UseFlusher {

    /** Enough to divide the largest batch down to one use. */
    private static final int MOST_FAILURES = 12;

    private final TokenStore store;
    private final UseBuffer buffer;
    private final LongAdder written = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private @Nullable Throwable failure;

    UseFlusher(TokenStore store, UseBuffer buffer) {
        this.store = store;
        this.buffer = buffer;
    }

    /** A use that is to be written, and what noted it. */
    private record Pending(UsedToken token, TokenUse use) {}

    /** One flush: how it goes, and what the store refused alone. */
    private static final class Progress {
        private final int mostFailures;
        private int failuresInARow;
        private boolean anyWritten;
        private final List<UsedToken> refused = new ArrayList<>();

        Progress(int mostFailures) {
            this.mostFailures = mostFailures;
        }

        boolean isGivenUp() {
            return failuresInARow >= mostFailures;
        }
    }

    /** {@return whether everything that was pending is written; the failure is counted} */
    boolean flush() {
        return flush(new Progress(MOST_FAILURES));
    }

    /** Writes what is pending, without a second attempt after a failure; the rest is lost. */
    void flushLast() {
        buffer.close();
        flush(new Progress(1));
        buffer.lose(buffer.drain().size());
    }

    private boolean flush(Progress progress) {
        List<Pending> batch = new ArrayList<>();
        int length = 0;
        List<UsedToken> drained = buffer.drain();
        // Those that the store refuses should not stand together in each flush.
        Collections.shuffle(drained, ThreadLocalRandom.current());
        for (UsedToken token : drained) {
            TokenUse use = use(token);
            if (use == null) {
                continue;
            }
            if (batch.size() == StoreLimits.MAX_USES || length + use.textLength() > StoreLimits.MAX_TEXT) {
                write(batch, progress);
                batch = new ArrayList<>();
                length = 0;
            }
            batch.add(new Pending(token, use));
            length += use.textLength();
        }
        write(batch, progress);
        settle(progress);
        return !progress.isGivenUp() && progress.refused.isEmpty();
    }

    /** {@return the use, or null if it cannot be stored, for example because the clock is far wrong} */
    private @Nullable TokenUse use(UsedToken token) {
        try {
            return token.use();
        } catch (IllegalArgumentException e) {
            buffer.lose(1);
            return null;
        }
    }

    private void write(List<Pending> batch, Progress progress) {
        if (batch.isEmpty()) {
            return;
        }
        if (progress.isGivenUp()) {
            batch.forEach(pending -> keep(pending.token()));
            return;
        }
        try {
            store.recordUse(batch.stream().map(Pending::use).toList());
            written.add(batch.size());
            progress.anyWritten = true;
            progress.failuresInARow = 0;
        } catch (Throwable e) {
            // The thread must survive a missing class too, because its end would go unnoticed.
            failure = e;
            failures.increment();
            progress.failuresInARow++;
            if (batch.size() == 1) {
                progress.refused.add(batch.get(0).token());
            } else {
                write(batch.subList(0, batch.size() / 2), progress);
                write(batch.subList(batch.size() / 2, batch.size()), progress);
            }
        }
    }

    /** What the store refused alone, while it took others, it would refuse each time. */
    private void settle(Progress progress) {
        if (progress.anyWritten && !progress.isGivenUp()) {
            buffer.lose(progress.refused.size());
        } else {
            progress.refused.forEach(this::keep);
        }
    }

    private void keep(UsedToken token) {
        token.becomePending();
    }

    /** {@return the last failure, or null if there was none} */
    @Nullable Throwable failure() {
        return failure;
    }

    long written() {
        return written.sum();
    }

    long failures() {
        return failures.sum();
    }
}
