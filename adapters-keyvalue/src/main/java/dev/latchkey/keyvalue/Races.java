package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Retries attempts that lost a race against another writer. */
final class Races {

    private static final int ATTEMPTS = 20;
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The longest pause is 64 times the shortest. */
    private static final int MAXIMUM_DOUBLINGS = 6;

    private Races() {}

    /**
     * {@return the result of an attempt}
     *
     * @param what a description of the attempt, for the message
     * @param attempt reads and writes again each time; empty if it lost a race, and nothing is written
     * @throws TokenStoreException if twenty attempts lost
     */
    static <T> T retry(String what, Supplier<Optional<T>> attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<T> result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
            long longest = SHORTEST_PAUSE_NANOS << Math.min(i, MAXIMUM_DOUBLINGS);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
        }
        throw new TokenStoreException(what + " lost " + ATTEMPTS + " races against other writers; nothing was written");
    }
}
