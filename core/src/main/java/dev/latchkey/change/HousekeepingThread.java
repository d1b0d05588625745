package dev.latchkey.change;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * One daemon thread that runs housekeeping at intervals until it is closed.
 *
 * <p>The intervals vary at random, so that nodes that started together do not run together. A run that fails is
 * logged; the next one is on time. The thread survives every exception, because its end would go unnoticed.
 */
public final class HousekeepingThread implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.latchkey");

    private static final Duration LONGEST_FIRST_WAIT = Duration.ofMinutes(10);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    /** An interval is shorter or longer by up to this part. */
    private static final double JITTER = 0.1;

    private final Consumer<BooleanSupplier> run;
    private final Duration interval;
    private final Wait wait;
    private final DoubleSupplier random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Starts the thread.
     *
     * @param run one run; it ends early when its argument returns false
     * @param interval between the end of a run and the beginning of the next, on average
     */
    public HousekeepingThread(Consumer<BooleanSupplier> run, Duration interval) {
        this(
                run,
                interval,
                (latch, time) -> latch.await(time.toMillis(), TimeUnit.MILLISECONDS),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    HousekeepingThread(Consumer<BooleanSupplier> run, Duration interval, Wait wait, DoubleSupplier random) {
        this.run = run;
        this.interval = interval;
        this.wait = wait;
        this.random = random;
        this.thread = new Thread(this::repeat, "latchkey-housekeeping");
        thread.setDaemon(true);
        thread.setContextClassLoader(HousekeepingThread.class.getClassLoader());
        thread.start();
    }

    /** Waits between two runs. */
    interface Wait {

        /** {@return whether the thread was closed before the time was over} */
        boolean closedWithin(CountDownLatch closed, Duration time) throws InterruptedException;
    }

    private void repeat() {
        Duration first = interval.compareTo(LONGEST_FIRST_WAIT) < 0 ? interval : LONGEST_FIRST_WAIT;
        Duration next = part(first, random.getAsDouble());
        while (!isClosedWithin(next)) {
            runOnce();
            next = part(interval, 1 - JITTER + 2 * JITTER * random.getAsDouble());
        }
    }

    private static Duration part(Duration whole, double part) {
        return Duration.ofMillis((long) (whole.toMillis() * part));
    }

    private boolean isClosedWithin(Duration time) {
        try {
            return wait.closedWithin(closed, time);
        } catch (InterruptedException e) {
            // Nobody but the close ends this thread; an interrupt only ends the wait.
            return closed.getCount() == 0;
        }
    }

    private void runOnce() {
        try {
            run.accept(() -> closed.getCount() > 0);
        } catch (Throwable e) {
            report(e);
        }
    }

    private static void report(Throwable failure) {
        try {
            LOG.log(System.Logger.Level.WARNING, "housekeeping failed; the next run repeats what is left", failure);
        } catch (Throwable e) {
            // A logger's failure must not end the thread either; the next run follows.
        }
    }

    /**
     * Ends the thread after its present batch. Returns when it has ended, at the latest after 5 seconds. It is never
     * interrupted, because some databases close their files when a writer is interrupted.
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
