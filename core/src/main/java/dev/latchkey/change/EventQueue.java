package dev.latchkey.change;

import dev.latchkey.change.FloodGate.Kind;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenEvent.FirstVerified;
import dev.latchkey.token.TokenEvent.InsufficientScope;
import dev.latchkey.token.TokenEvent.Rejected;
import dev.latchkey.token.TokenEvent.Reused;
import dev.latchkey.token.TrailEntry.Effect;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The events of one listener, and the thread that hands them over.
 *
 * <p>Bounded: what clients cause may fill half of it, so there is always room for changes. A caller never waits; it
 * wakes the thread if that sleeps. Thread-safe.
 */
final class EventQueue {

    /** A change with long values takes the room of several events: of one more for each 1,024 characters. */
    private static final int CHARACTERS_OF_AN_EVENT = 1_024;

    private final ListenerCalls calls;
    private final int capacity;
    private final InstantSource clock;
    private final Queue<TokenEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final FloodGate gate = new FloodGate(System.nanoTime());
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean stopped;
    private volatile boolean abandoned;

    /**
     * Starts the thread.
     *
     * @param listener is called by it
     * @param capacity how many events may wait
     * @param clock dates counted rejections
     */
    EventQueue(TokenEventListener listener, int capacity, InstantSource clock) {
        this.calls = new ListenerCalls(listener);
        this.capacity = capacity;
        this.clock = clock;
        this.thread = new Thread(this::run, "latchkey-events");
        thread.setDaemon(true);
        thread.setContextClassLoader(EventQueue.class.getClassLoader());
        thread.start();
    }

    /** {@return whether an event of a rejection would be taken now; otherwise {@link #count} it} */
    boolean admitsRejection() {
        return !stopped && taken.get() < capacity / 2 && admits(Kind.REJECTED);
    }

    private boolean admits(Kind kind) {
        boolean admitted = gate.admits(kind);
        if (gate.isExhausted(kind)) {
            limit();
        }
        return admitted;
    }

    /** Adds an event, unless there is no room or the client causes too many. */
    void offer(TokenEvent event) {
        if (event instanceof Rejected rejected) {
            if (!add(event, capacity / 2)) {
                count(rejected.reason());
            }
        } else if (event instanceof Reused) {
            if (!admits(Kind.REUSED) || !add(event, capacity / 2)) {
                count(RejectionReason.REUSED);
            }
        } else if (event instanceof InsufficientScope) {
            if (!admits(Kind.INSUFFICIENT_SCOPE) || !add(event, capacity / 2)) {
                dropped.increment();
            }
        } else if (!add(event, event instanceof FirstVerified ? capacity / 2 : capacity)) {
            dropped.increment();
        }
    }

    /** Counts a rejection that is not reported by itself. */
    void count(RejectionReason reason) {
        if (stopped) {
            dropped.increment();
            return;
        }
        gate.count(reason);
        limit();
    }

    private void limit() {
        if (gate.limit()) {
            wake();
        }
    }

    /** May exceed the limit by as many events as there are concurrent callers. */
    private boolean add(TokenEvent event, int limit) {
        int before = taken.get();
        int size = sizeOf(event);
        if (stopped || (before > 0 && before + size > limit)) {
            return false;
        }
        taken.addAndGet(size);
        waiting.add(event);
        wake();
        return true;
    }

    private static int sizeOf(TokenEvent event) {
        if (event instanceof Changed changed) {
            Effect effect = changed.effect();
            return 1 + (length(effect.before()) + length(effect.after())) / CHARACTERS_OF_AN_EVENT;
        }
        return 1;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!abandoned) {
            long now = System.nanoTime();
            if (gate.restUntilDue(now) <= 0 || (stopped && gate.isLimited())) {
                gate.renew(now, (reason, times) -> deliver(new Rejected(clock.instant(), reason, null, times)));
            }
            TokenEvent event = poll();
            if (event != null) {
                deliver(event);
            } else if (!stopped) {
                sleep();
            } else if (!gate.isLimited()) {
                return;
            }
        }
    }

    private @Nullable TokenEvent poll() {
        TokenEvent event = waiting.poll();
        if (event != null) {
            taken.addAndGet(-sizeOf(event));
        }
        return event;
    }

    private void deliver(TokenEvent event) {
        if (abandoned) {
            dropped.increment();
        } else {
            calls.deliver(event);
        }
    }

    private void sleep() {
        asleep = true;
        // A listener may have left the thread interrupted, and then it would not sleep.
        Thread.interrupted();
        if (waiting.isEmpty() && !stopped) {
            if (gate.isLimited()) {
                LockSupport.parkNanos(this, Math.max(1, gate.restUntilDue(System.nanoTime())));
            } else {
                LockSupport.park(this);
            }
        }
        asleep = false;
    }

    /** Accepts no more events; those that wait are still handed over. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /**
     * Waits until all events were handed over. If that takes longer, the rest is dropped. The listener is not
     * interrupted. Returns at once if the listener itself calls this.
     *
     * @param nanos how long at most
     */
    void awaitEnd(long nanos) {
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            abandoned = true;
            while (poll() != null) {
                dropped.increment();
            }
        }
    }

    long delivered() {
        return calls.delivered();
    }

    long failed() {
        return calls.failed();
    }

    long dropped() {
        return dropped.sum();
    }

    int waiting() {
        return taken.get();
    }
}
