package dev.latchkey.spring.autoconfigure;

import dev.latchkey.Administration;
import dev.latchkey.Housekeeping;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;

/**
 * Has the service's scheduler carry out housekeeping while the context is running.
 *
 * <p>The first run is within the interval, at most 10 minutes, at a random time, so that nodes that start together do not
 * run together. A run that fails is logged and counted; the next one repeats what is left.
 */
final class HousekeepingSchedule implements SmartLifecycle {

    private static final Log LOG = LogFactory.getLog(HousekeepingSchedule.class);
    private static final Duration LONGEST_FIRST_WAIT = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Administration administration;
    private final Housekeeping policy;
    private final Duration interval;
    private final TaskScheduler scheduler;
    private volatile @Nullable ScheduledFuture<?> scheduled;

    /** @throws IllegalArgumentException if the interval is not between a minute and a week */
    HousekeepingSchedule(
            Administration administration, Housekeeping policy, Duration interval, TaskScheduler scheduler) {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("interval " + interval + " is not between a minute and a week");
        }
        this.administration = administration;
        this.policy = policy;
        this.interval = interval;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        Duration longest = interval.compareTo(LONGEST_FIRST_WAIT) < 0 ? interval : LONGEST_FIRST_WAIT;
        Duration wait = Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis()));
        scheduled = scheduler.scheduleWithFixedDelay(
                this::run, scheduler.getClock().instant().plus(wait), interval);
    }

    private void run() {
        try {
            administration.sweep(policy);
        } catch (RuntimeException e) {
            LOG.warn("Housekeeping failed; the next run repeats what is left", e);
        }
    }

    /** A run is not interrupted, because some databases close their files when a writer is interrupted. */
    @Override
    public void stop() {
        ScheduledFuture<?> present = scheduled;
        scheduled = null;
        if (present != null) {
            present.cancel(false);
        }
    }

    @Override
    public boolean isRunning() {
        return scheduled != null;
    }
}
