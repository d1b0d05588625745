package dev.latchkey.change;

import dev.latchkey.change.Trail.Deed;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenEvent.Rejected;
import dev.latchkey.token.TokenRecord;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of this node to the host's listeners, each through a queue of its own.
 *
 * <p>No method waits for a listener or throws. Thread-safe.
 */
public final class TokenEvents {

    private static final System.Logger LOG = System.getLogger("dev.latchkey");

    private final List<EventQueue> queues;
    private final JoinsCallerTransactions transactions;
    private final InstantSource clock;
    private final LongAdder unsent = new LongAdder();

    private TokenEvents(List<EventQueue> queues, JoinsCallerTransactions transactions, InstantSource clock) {
        this.queues = queues;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** {@return events without listeners} */
    public static TokenEvents none() {
        return new TokenEvents(List.of(), Runnable::run, InstantSource.system());
    }

    /**
     * {@return events for listeners, with one thread for each of them}
     *
     * @param listeners the listeners
     * @param capacity how many events may wait for each of them
     * @param store may join the caller's transactions; then changes are sent after their commit
     * @param clock dates events
     */
    public static TokenEvents to(
            List<TokenEventListener> listeners, int capacity, TokenStore store, InstantSource clock) {
        JoinsCallerTransactions joins = StoreDecorator.capability(store, JoinsCallerTransactions.class);
        return new TokenEvents(
                listeners.stream()
                        .map(listener -> new EventQueue(listener, capacity, clock))
                        .toList(),
                joins != null ? joins : Runnable::run,
                clock);
    }

    /** {@return whether there is a listener; if not, an event need not be made} */
    public boolean isOn() {
        return !queues.isEmpty();
    }

    /**
     * Sends an event.
     *
     * @param event the event
     */
    public void send(TokenEvent event) {
        for (EventQueue queue : queues) {
            queue.offer(event);
        }
    }

    /**
     * Sends that a presented text was rejected, or counts it, if clients cause too many of these events.
     *
     * @param reason why
     * @param record the token whose id the text contains; null if no token has it
     */
    public void rejected(RejectionReason reason, @Nullable TokenRecord record) {
        Rejected event = null;
        for (int i = 0; i < queues.size(); i++) {
            EventQueue queue = queues.get(i);
            if (record == null || !queue.admitsRejection()) {
                queue.count(reason);
            } else {
                event = event == null ? new Rejected(clock.instant(), reason, record.subject(), 1) : event;
                queue.offer(event);
            }
        }
    }

    /** Sends changes that were made, after the commit of the caller's transaction. They are made, so nothing may throw. */
    void changed(List<Deed> deeds) {
        if (!isOn()) {
            return;
        }
        try {
            List<Changed> made = deeds.stream()
                    .map(deed -> new Changed(deed.subject(), deed.act(), Trail.effect(deed)))
                    .toList();
            transactions.afterCommit(() -> made.forEach(this::send));
        } catch (RuntimeException e) {
            unsent.add(deeds.size());
            LOG.log(Level.WARNING, "changes of tokens were made, and their events could not be sent", e);
        }
    }

    /** {@return how many events were handed over to a listener, added up for all listeners} */
    public long delivered() {
        return sum(EventQueue::delivered);
    }

    /** {@return how many events a listener failed to handle, added up} */
    public long failed() {
        return sum(EventQueue::failed);
    }

    /** {@return how many events were not handed over to a listener, because it was too slow or closed, added up} */
    public long dropped() {
        return unsent.sum() + sum(EventQueue::dropped);
    }

    /** {@return about how many events wait, added up} */
    public long waiting() {
        return sum(EventQueue::waiting);
    }

    private long sum(ToLongFunction<EventQueue> number) {
        return queues.stream().mapToLong(number).sum();
    }

    /** Accepts no more events; those that wait are still handed over. */
    public void stop() {
        queues.forEach(EventQueue::stop);
    }

    /**
     * Waits until all events were handed over, and drops those for which that takes longer.
     *
     * @param nanos how long at most, for all listeners together
     */
    public void awaitEnd(long nanos) {
        long began = System.nanoTime();
        for (EventQueue queue : queues) {
            queue.awaitEnd(nanos - (System.nanoTime() - began));
        }
    }
}
