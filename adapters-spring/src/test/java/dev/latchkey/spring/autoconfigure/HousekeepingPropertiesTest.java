package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.AccessTokens;
import dev.latchkey.Housekeeping;
import dev.latchkey.Statistics;
import dev.latchkey.port.TokenStore;
import dev.latchkey.spring.AccessTokensBuilderCustomizer;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/** What {@code latchkey.housekeeping.*} deletes, ends and announces, and what carries it out. */
class HousekeepingPropertiesTest {

    private static final String SCHEDULER = "latchkey.housekeeping.run=scheduler";
    private static final String THREAD = "latchkey.housekeeping.run=thread";
    private static final String DELETING = "latchkey.housekeeping.delete-ended-tokens-after=1h";

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Scheduler scheduler = new Scheduler(executor);
    private final SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    /** Has the test run the task. */
    private static final class Scheduler extends ConcurrentTaskScheduler {

        private final ScheduledExecutorService executor;
        private @Nullable Runnable task;
        private @Nullable Instant first;
        private @Nullable Duration delay;
        private @Nullable ScheduledFuture<?> future;

        Scheduler(ScheduledExecutorService executor) {
            super(executor);
            this.executor = executor;
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable scheduled, Instant start, Duration pause) {
            task = scheduled;
            first = start;
            delay = pause;
            ScheduledFuture<?> pending = executor.schedule(() -> {}, 1, TimeUnit.DAYS);
            future = pending;
            return pending;
        }
    }

    private ApplicationContextRunner scheduled(String... properties) {
        return Contexts.named()
                .withBean(TaskScheduler.class, () -> scheduler)
                .withBean(AccessTokensBuilderCustomizer.class, () -> builder -> builder.clock(clock))
                .withPropertyValues(SCHEDULER)
                .withPropertyValues(properties);
    }

    private static boolean threadIsAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("latchkey-housekeeping"));
    }

    @Test
    void nothing_is_carried_out_unless_a_property_says_by_what() {
        Contexts.named().withPropertyValues(DELETING).run(context -> {
            assertThat(context).doesNotHaveBean(HousekeepingSchedule.class).hasSingleBean(Housekeeping.class);
            assertThat(context.getBean(Housekeeping.class).endedTokensKept()).contains(Duration.ofHours(1));
            assertThat(threadIsAlive()).isFalse();
        });
    }

    @Test
    void each_property_is_a_part_of_the_policy() {
        Contexts.named()
                .withPropertyValues(
                        "latchkey.housekeeping.delete-ended-tokens-after=90d",
                        "latchkey.housekeeping.trim-feed-after=1d",
                        "latchkey.housekeeping.trim-trail-after=365d",
                        "latchkey.housekeeping.end-idle-tokens-after=30d",
                        "latchkey.housekeeping.announce-expiry=7d,1d")
                .run(context -> assertThat(context.getBean(Housekeeping.class))
                        .returns(Optional.of(Duration.ofDays(90)), Housekeeping::endedTokensKept)
                        .returns(Optional.of(Duration.ofDays(1)), Housekeeping::feedKept)
                        .returns(Optional.of(Duration.ofDays(365)), Housekeeping::trailKept)
                        .returns(Optional.of(Duration.ofDays(30)), Housekeeping::idleLimit)
                        .satisfies(policy -> assertThat(policy.noticesBefore())
                                .containsExactly(Duration.ofDays(1), Duration.ofDays(7))));
    }

    @Test
    void trail_is_kept_only_if_a_property_says_so() {
        Contexts.named()
                .run(context -> assertThatIllegalStateException()
                        .isThrownBy(() -> actsOn(context.getBean(AccessTokens.class))));
        Contexts.named()
                .withPropertyValues("latchkey.keep-trail=true")
                .run(context ->
                        assertThat(actsOn(context.getBean(AccessTokens.class))).hasSize(1));
    }

    private static List<TrailEntry> actsOn(AccessTokens tokens) {
        tokens.issuer().issue(Contexts.REQUEST);
        return tokens.all().trail(TrailQuery.all()).entries();
    }

    @Test
    void thread_of_the_library_lives_as_long_as_the_context() {
        Contexts.named().withPropertyValues(THREAD, DELETING).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(HousekeepingSchedule.class);
            assertThat(threadIsAlive()).isTrue();
        });

        assertThat(threadIsAlive()).isFalse();
    }

    @Test
    void scheduler_of_the_service_carries_it_out_while_the_context_runs() {
        scheduled(DELETING, "latchkey.housekeeping.interval=5m").run(context -> {
            AccessTokens tokens = context.getBean(AccessTokens.class);
            tokens.issuer().issue(Contexts.REQUEST.expiringAfter(Duration.ofMinutes(1)));
            clock.advance(Duration.ofHours(2));
            assertThat(scheduler.first)
                    .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(300));
            assertThat(scheduler.delay).isEqualTo(Duration.ofMinutes(5));

            scheduler.task.run();

            assertThat(tokens.statistics().housekeeping())
                    .isEqualTo(new Statistics.Housekeeping(1, 0, 1, 0, 0, new Housekeeping.Trimmed(0, 0)));
            assertThat(scheduler.future.isCancelled()).isFalse();
        });

        assertThat(scheduler.future.isCancelled()).isTrue();
    }

    @Test
    void run_that_fails_does_not_end_the_schedule() {
        ActuatorTest.Down down = new ActuatorTest.Down();
        scheduled(DELETING).withBean(TokenStore.class, () -> down).run(context -> {
            down.fail();

            scheduler.task.run();

            assertThat(context.getBean(AccessTokens.class).statistics().housekeeping())
                    .returns(0L, Statistics.Housekeeping::runs)
                    .returns(1L, Statistics.Housekeeping::failures);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {}

    @Test
    void scheduler_is_the_one_that_spring_boot_configures() {
        Contexts.named()
                .withConfiguration(AutoConfigurations.of(TaskSchedulingAutoConfiguration.class))
                .withUserConfiguration(Scheduling.class)
                .withPropertyValues(SCHEDULER, DELETING)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(HousekeepingSchedule.class));
    }

    private static void assertRefused(ApplicationContextRunner runner, String problem) {
        runner.run(context -> assertThat(context.getStartupFailure())
                .hasStackTraceContaining(LatchkeyConfigurationException.class.getName())
                .hasStackTraceContaining(problem));
    }

    @Test
    void what_cannot_be_carried_out_stops_the_service() {
        assertRefused(Contexts.named().withPropertyValues(SCHEDULER, DELETING), "no single bean of type TaskScheduler");
        assertRefused(scheduled(), "deletes, ends and announces nothing");
        assertRefused(Contexts.named().withPropertyValues(THREAD), "deletes, ends and announces nothing");
        assertRefused(scheduled("latchkey.housekeeping.end-idle-tokens-after=30d"), "needs recorded uses");
        assertRefused(
                Contexts.named().withPropertyValues(THREAD, "latchkey.housekeeping.end-idle-tokens-after=30d"),
                "needs recorded uses");
        assertRefused(scheduled("latchkey.housekeeping.announce-expiry=7d"), "no listener");
        assertRefused(scheduled(DELETING, "latchkey.housekeeping.interval=1s"), "between a minute and a week");
        assertRefused(
                Contexts.named().withPropertyValues(THREAD, DELETING, "latchkey.housekeeping.interval=1s"),
                "between a minute and a week");
        assertRefused(
                Contexts.named().withPropertyValues("latchkey.housekeeping.trim-feed-after=1s"),
                "the retention of entries of the feed");
    }

    @Test
    void published_events_are_listeners_enough_for_notices() {
        scheduled("latchkey.housekeeping.announce-expiry=7d", "latchkey.events.publish=true")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
