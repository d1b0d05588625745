package dev.latchkey.change;

import dev.latchkey.port.TokenStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that writes the buffered uses of a node to the store, at the latest after an interval, until it is closed.
 *
 * <p>The waits are between three quarters of the interval and the whole, so that nodes that were started together do not
 * write together. A flush begins early if the buffer is half full.
 */
public final class UseRecorder implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger("dev.latchkey");

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final UseBuffer buffer;
    private final UseFlusher flusher;
    private final long intervalNanos;
    private final Thread thread;
    private boolean failing;
    private volatile boolean early;
    private volatile boolean closed;

    /**
     * Starts writing.
     *
     * @param store where uses are recorded
     * @param buffer the uses of this node
     * @param interval the longest wait from the end of one flush to the next
     */
    public UseRecorder(TokenStore store, UseBuffer buffer, Duration interval) {
        this.buffer = buffer;
        this.flusher = new UseFlusher(store, buffer);
        this.intervalNanos = interval.toNanos();
        this.thread = new Thread(this::run, "latchkey-use-recorder");
        thread.setDaemon(true);
        thread.setContextClassLoader(UseRecorder.class.getClassLoader());
        buffer.whenHalfFull(this::flushEarly);
        thread.start();
    }

    private void flushEarly() {
        if (!early) {
            early = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            await(intervalNanos - ThreadLocalRandom.current().nextLong(intervalNanos / 4 + 1));
            if (!closed) {
                // Before the flush: what fills the buffer during it asks for another one.
                early = false;
                report(flusher.flush());
            }
        }
        flusher.flushLast();
    }

    private void await(long nanos) {
        long end = System.nanoTime() + nanos;
        // A store that is down is not asked early again: each flush would fail, and the buffer stays full.
        for (long rest = nanos; rest > 0 && !closed && (!early || failing); rest = end - System.nanoTime()) {
            LockSupport.parkNanos(this, rest);
        }
    }

    /** One entry in the log when writing begins to fail, and one when it succeeds again. */
    private void report(boolean written) {
        if (written == !failing) {
            return;
        }
        failing = !written;
        try {
            if (!written) {
                LOGGER.log(Level.WARNING, "uses of tokens cannot be written; it is tried again", flusher.failure());
            } else {
                LOGGER.log(Level.INFO, "uses of tokens are written again");
            }
        } catch (Throwable e) {
            // A logger that throws must not end the thread, because its end would go unnoticed.
            failing = !written;
        }
    }

    /** {@return about how many tokens have uses that are not written yet} */
    public long pending() {
        return buffer.pending();
    }

    /** {@return how many uses were written} */
    public long written() {
        return flusher.written();
    }

    /** {@return how many writes failed} */
    public long failures() {
        return flusher.failures();
    }

    /** {@return how many uses were not recorded: the buffer was full or closed, or the store refused one alone} */
    public long lost() {
        return buffer.lost();
    }

    /** Writes what is pending, once. Returns when that is done, or after 5 seconds if the store does not answer. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.MILLISECONDS.convert(LONGEST_CLOSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
