package dev.latchkey.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** The deadline of one operation: of all its statements and retries, and the pauses between them. */
final class Deadline {

    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The longest pause is 64 times the shortest. */
    private static final int MAXIMUM_DOUBLINGS = 6;

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    private long nanosLeft() {
        return end - System.nanoTime();
    }

    /**
     * {@return how long a statement may take now, at least a millisecond}
     *
     * @throws SQLTimeoutException if the time is over
     */
    long millisLeft() throws SQLException {
        long nanos = nanosLeft();
        if (nanos <= 0) {
            throw new SQLTimeoutException("the operation took longer than the statement timeout");
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    /**
     * {@return how long a statement may take now, in JDBC's unit: rounded up}
     *
     * @throws SQLTimeoutException if the time is over
     */
    int secondsLeft() throws SQLException {
        return Math.toIntExact(TimeUnit.MILLISECONDS.toSeconds(millisLeft() + 999));
    }

    /**
     * Waits before the next try, as long as {@link #pauseNanos}.
     *
     * @param tries how many there were
     * @return whether there is time for another; false as well if the thread is interrupted
     */
    boolean pause(int tries) {
        long resume = System.nanoTime() + pauseNanos(tries, ThreadLocalRandom.current());
        while (true) {
            if (nanosLeft() <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            long rest = resume - System.nanoTime();
            if (rest <= 0) {
                return true;
            }
            LockSupport.parkNanos(this, Math.min(rest, Math.max(1, nanosLeft())));
        }
    }

    /**
     * {@return how long to wait before the next try, in nanoseconds}
     *
     * <p>Each time about twice as long, up to 64 ms, and at random, so that the same operations do not collide again.
     *
     * @param tries how many there were
     */
    static long pauseNanos(int tries, RandomGenerator random) {
        long longest = SHORTEST_PAUSE_NANOS << Math.min(tries, MAXIMUM_DOUBLINGS);
        return random.nextLong(longest / 2, longest);
    }
}
