package dev.latchkey.lease;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.UnavailableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many reads of the store run at once, and reads those records together that wait: after all records were
 * evicted, every active token is read again, and a read of many records costs the store little more than a read of one.
 *
 * <p>A load is read at once while fewer than the limit are being read. Otherwise it waits; when a read ends, the first
 * waiting thread reads all loads that wait, at most {@value StoreLimits#MAX_IDS}. So a caller waits for about one read
 * of others, however many wait.
 *
 * <p>Thread-safe.
 */
final class CombinedLoads<V> {

    private final int atOnce;
    private final Consumer<List<Load<V>>> reader;
    private final Object lock = new Object();
    private final Set<Waiting<V>> queue = new LinkedHashSet<>();
    private int reading;

    /**
     * @param atOnce how many reads run at once
     * @param reader reads loads and ends each of them; throws if the thread's own load, the first one, has failed
     */
    CombinedLoads(int atOnce, Consumer<List<Load<V>>> reader) {
        this.atOnce = atOnce;
        this.reader = reader;
    }

    /** @param reads whether the waiting thread has to read, or its load has been read; completed under the lock */
    private record Waiting<V>(Load<V> load, CompletableFuture<Boolean> reads) {}

    /**
     * Reads a load, with others that wait, or returns when another thread has read it.
     *
     * @param nanos how long it may wait
     * @throws UnavailableException if it waits for longer, or is interrupted
     */
    void read(Load<V> own, long nanos) {
        Waiting<V> waiting = begin(own);
        if (waiting == null || await(waiting, nanos)) {
            lead(own);
        }
    }

    /** {@return null if the load may be read now; otherwise it waits} */
    private @Nullable Waiting<V> begin(Load<V> own) {
        synchronized (lock) {
            if (reading < atOnce) {
                reading++;
                return null;
            }
            Waiting<V> waiting = new Waiting<>(own, new CompletableFuture<>());
            queue.add(waiting);
            return waiting;
        }
    }

    private boolean await(Waiting<V> own, long nanos) {
        try {
            return own.reads().get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            leave(own);
            throw new UnavailableException("reads of other records have taken too long", e);
        } catch (InterruptedException e) {
            leave(own);
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting to read a record", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails a wait", e);
        }
    }

    private void leave(Waiting<V> own) {
        synchronized (lock) {
            if (!queue.remove(own) && own.reads().getNow(false)) {
                passOn();
            }
        }
    }

    private void lead(Load<V> own) {
        List<Waiting<V>> others = List.of();
        try {
            others = takeBeside(own);
            reader.accept(together(own, others));
        } finally {
            passOn();
            for (Waiting<V> other : others) {
                other.reads().complete(false);
            }
        }
    }

    private List<Waiting<V>> takeBeside(Load<V> own) {
        synchronized (lock) {
            if (own.isAlone() || queue.isEmpty()) {
                return List.of();
            }
            List<Waiting<V>> taken = new ArrayList<>();
            Iterator<Waiting<V>> waiting = queue.iterator();
            while (waiting.hasNext() && taken.size() + 1 < StoreLimits.MAX_IDS) {
                Waiting<V> next = waiting.next();
                if (!next.load().isAlone()) {
                    taken.add(next);
                    waiting.remove();
                }
            }
            return taken;
        }
    }

    private static <V> List<Load<V>> together(Load<V> own, List<Waiting<V>> others) {
        if (others.isEmpty()) {
            return List.of(own);
        }
        List<Load<V>> loads = new ArrayList<>(others.size() + 1);
        loads.add(own);
        others.forEach(other -> loads.add(other.load()));
        return loads;
    }

    /** Has the first waiting thread read next. */
    private void passOn() {
        synchronized (lock) {
            if (queue.isEmpty()) {
                reading--;
                return;
            }
            Waiting<V> next = queue.iterator().next();
            queue.remove(next);
            next.reads().complete(true);
        }
    }

    /** {@return how many loads wait} */
    int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }
}
