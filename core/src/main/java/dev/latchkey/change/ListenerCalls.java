package dev.latchkey.change;

import dev.latchkey.port.TokenEventListener;
import dev.latchkey.token.TokenEvent;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls a listener of the host. Everything that it throws is counted, and logged once for each class of exception.
 *
 * <p>Called by one thread, which survives every failure, because its end would go unnoticed. The numbers are for all
 * threads.
 */
final class ListenerCalls {

    private static final System.Logger LOG = System.getLogger("dev.latchkey");
    private static final int MAXIMUM_LOGGED_CLASSES = 20;

    private final TokenEventListener listener;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Set<String> logged = new HashSet<>();

    ListenerCalls(TokenEventListener listener) {
        this.listener = listener;
    }

    void deliver(TokenEvent event) {
        try {
            listener.onEvent(event);
            delivered.increment();
        } catch (Throwable e) {
            failed.increment();
            report(e);
        }
    }

    private void report(Throwable failure) {
        String name = failure.getClass().getName();
        if (logged.size() < MAXIMUM_LOGGED_CLASSES && logged.add(name)) {
            try {
                LOG.log(
                        Level.WARNING,
                        "a listener of token events failed; further failures with " + name + " are only counted",
                        failure);
            } catch (Throwable e) {
                // A logger that fails must not end the thread either.
            }
        }
    }

    /** {@return how many events the listener took} */
    long delivered() {
        return delivered.sum();
    }

    /** {@return how many calls of the listener failed} */
    long failed() {
        return failed.sum();
    }
}
