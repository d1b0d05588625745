package dev.latchkey.change;

import dev.latchkey.change.Trail.Deed;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes changes of single tokens, and those together that wait for the store at the same time: each write locks the end
 * of the change feed until its commit, so separate writes of one node would wait for each other there.
 *
 * <p>A change is written at once if none is being written. Otherwise it waits; when the present write ends, one of the
 * waiting threads writes all that wait. If that write is refused, because one of the tokens changed, or fails, each change
 * is written by its own thread, alone. So is a change that waits for longer than {@value #LONGEST_WAIT_MILLIS} ms, or whose
 * thread is interrupted. A change in a caller's transaction is written alone, because it is committed by that caller.
 *
 * <p>Thread-safe.
 */
final class CombinedWrites {

    private static final long LONGEST_WAIT_MILLIS = 100;

    /** Keeps the transaction, and so its locks, short. */
    private static final int MOST_AT_ONCE = 100;

    private final Trail trail;
    private final JoinsCallerTransactions transactions;
    private final int most;
    private final long longestWaitNanos;
    private final Object lock = new Object();
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private boolean writing;

    CombinedWrites(TokenStore store, Trail trail) {
        this(store, trail, Duration.ofMillis(LONGEST_WAIT_MILLIS));
    }

    CombinedWrites(TokenStore store, Trail trail, Duration longestWait) {
        this.trail = trail;
        JoinsCallerTransactions joins = StoreDecorator.capability(store, JoinsCallerTransactions.class);
        this.transactions = joins != null ? joins : Runnable::run;
        this.most = Math.min(store.maximumWrites(), MOST_AT_ONCE);
        this.longestWaitNanos = longestWait.toNanos();
    }

    /** What a waiting thread does next. */
    private enum Next {
        /** Nothing: its change was written with others. */
        RETURN,
        /** Writes its change alone. */
        WRITE_ALONE,
        /** Writes what waits. */
        WRITE_ALL
    }

    private record Waiting(Deed deed, CompletableFuture<Next> next) {

        TokenId id() {
            return deed.after().id();
        }
    }

    /** {@return whether the change was written; false if its expectation is not met any more} */
    boolean write(Deed deed) {
        if (isInCallersTransaction()) {
            return writeAlone(deed);
        }
        Waiting own = new Waiting(deed, new CompletableFuture<>());
        return switch (begin(own) ? Next.WRITE_ALL : await(own)) {
            case RETURN -> true;
            case WRITE_ALONE -> writeAlone(deed);
            case WRITE_ALL -> lead(own);
        };
    }

    private boolean isInCallersTransaction() {
        boolean[] ran = new boolean[1];
        transactions.afterCommit(() -> ran[0] = true);
        return !ran[0];
    }

    private boolean writeAlone(Deed deed) {
        return trail.write(List.of(deed), List.of());
    }

    /** {@return whether nothing is being written; otherwise the change waits} */
    private boolean begin(Waiting own) {
        synchronized (lock) {
            if (writing) {
                queue.add(own);
                return false;
            }
            writing = true;
            return true;
        }
    }

    private Next await(Waiting own) {
        boolean interrupted = false;
        boolean queued = true;
        try {
            while (true) {
                try {
                    return queued
                            ? own.next().get(longestWaitNanos, TimeUnit.NANOSECONDS)
                            : own.next().get();
                } catch (TimeoutException e) {
                    queued = !leave(own);
                } catch (InterruptedException e) {
                    interrupted = true;
                    queued = !leave(own);
                }
                if (!queued) {
                    return Next.WRITE_ALONE;
                }
                // Another thread is writing it, and ends within the store's deadline.
                queued = false;
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails a wait", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@return whether the change was still waiting, and is so no longer} */
    private boolean leave(Waiting own) {
        synchronized (lock) {
            return queue.remove(own);
        }
    }

    /** Writes a change, and those that wait, in the order of their ids, in which other nodes lock them too. */
    private boolean lead(Waiting own) {
        List<Waiting> others = List.of();
        Next result = Next.WRITE_ALONE;
        try {
            others = takeBeside(own);
            if (others.isEmpty()) {
                return writeAlone(own.deed());
            }
            List<Waiting> all = new ArrayList<>(others);
            all.add(own);
            all.sort(Comparator.comparing(Waiting::id));
            if (isWritten(all.stream().map(Waiting::deed).toList())) {
                result = Next.RETURN;
                return true;
            }
        } finally {
            passOn();
            for (Waiting other : others) {
                other.next().complete(result);
            }
        }
        return writeAlone(own.deed());
    }

    /** After a failure each change is written alone, because the failure may be of one of them. */
    private boolean isWritten(List<Deed> deeds) {
        try {
            return trail.write(deeds, List.of());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** {@return waiting changes of other tokens, as many as one write may have, without the change} */
    private List<Waiting> takeBeside(Waiting own) {
        synchronized (lock) {
            List<Waiting> taken = new ArrayList<>();
            Set<TokenId> ids = new HashSet<>(Set.of(own.id()));
            int length = own.deed().after().textLength();
            Iterator<Waiting> waiting = queue.iterator();
            while (waiting.hasNext() && taken.size() + 1 < most) {
                Waiting next = waiting.next();
                length += next.deed().after().textLength();
                if (length > StoreLimits.MAX_TEXT) {
                    break;
                }
                if (ids.add(next.id())) {
                    taken.add(next);
                    waiting.remove();
                }
            }
            return taken;
        }
    }

    /** Has the first waiting thread write next. */
    private void passOn() {
        Waiting next;
        synchronized (lock) {
            next = queue.poll();
            writing = next != null;
        }
        if (next != null) {
            next.next().complete(Next.WRITE_ALL);
        }
    }
}
