package dev.latchkey.port;

import dev.latchkey.token.TokenEvent;

/**
 * Receives the {@linkplain TokenEvent events} of one node, implemented by the host application.
 *
 * <p>Each listener has a queue of its own and a thread of its own, which calls it with one event at a time, in the order
 * in which they were sent. So a listener may block or throw: requests and other listeners do not notice. While a
 * listener is slower than its events, they wait up to a limit; further ones are dropped and counted
 * ({@code AccessTokens.statistics()}).
 *
 * <p>Delivery is at most once. Events are lost if the process ends, and a change whose write failed with an unknown
 * outcome has no event. Where every change must be recorded, keep the trail ({@link ChangeTrail}).
 *
 * <p>A change that is part of the caller's transaction ({@link JoinsCallerTransactions}) is sent after the commit, and
 * never if the transaction is rolled back. A caller that rolls back to a savepoint of its own, and then commits, still
 * sends the changes between. All other events report what was presented or found, and are sent at once.
 */
@FunctionalInterface
public interface TokenEventListener {

    /**
     * Is called with an event. Exceptions and errors that it throws are counted, and logged once for each class of exceptions.
     *
     * @param event the event; kinds may be added, so ignore those that are unknown
     */
    void onEvent(TokenEvent event);

    /**
     * {@return a listener that writes each event to the {@link System.Logger} {@code dev.latchkey.events}}
     *
     * <p>A line has the event, the token's id, the owner, the actor and the reason, as far as they are known. Owner,
     * actor and reason are quoted, and invisible characters in them are replaced by their names. Reuses and leaks are
     * warnings; first verifications have the level {@code DEBUG}; everything else is {@code INFO}.
     */
    static TokenEventListener logging() {
        return new LoggedEvents(System.getLogger("dev.latchkey.events"));
    }
}
