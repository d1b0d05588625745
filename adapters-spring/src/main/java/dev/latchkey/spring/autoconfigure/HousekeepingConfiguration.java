package dev.latchkey.spring.autoconfigure;

import dev.latchkey.AccessTokens;
import dev.latchkey.Housekeeping;
import dev.latchkey.spring.AccessTokensBuilderCustomizer;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.LatchkeyProperties;
import dev.latchkey.spring.LatchkeyProperties.HousekeepingRunner;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.TaskScheduler;

/** Carries out the policy of {@code latchkey.housekeeping.*}, if {@code latchkey.housekeeping.run} names what runs it. */
@Configuration(proxyBeanMethods = false)
class HousekeepingConfiguration {

    private static final String PREFIX = "latchkey.housekeeping";

    @Bean
    @ConditionalOnMissingBean
    Housekeeping latchkeyHousekeeping(LatchkeyProperties properties) {
        return Refusals.explained(PREFIX, () -> policy(properties.housekeeping()));
    }

    private static Housekeeping policy(LatchkeyProperties.Housekeeping properties) {
        Housekeeping policy = Housekeeping.keepingEverything()
                .announcingExpiry(properties.announceExpiry().toArray(Duration[]::new));
        policy = Optional.ofNullable(properties.deleteEndedTokensAfter())
                .map(policy::deletingEndedTokensAfter)
                .orElse(policy);
        policy = Optional.ofNullable(properties.trimFeedAfter())
                .map(policy::trimmingFeedAfter)
                .orElse(policy);
        policy = Optional.ofNullable(properties.trimTrailAfter())
                .map(policy::trimmingTrailAfter)
                .orElse(policy);
        return Optional.ofNullable(properties.endIdleTokensAfter())
                .map(policy::endingIdleTokensAfter)
                .orElse(policy);
    }

    /** A policy that does nothing would be noticed when the disk is full. */
    private static void requireSomethingToDo(Housekeeping policy, HousekeepingRunner runner) {
        if (policy.endedTokensKept().isEmpty()
                && policy.feedKept().isEmpty()
                && policy.trailKept().isEmpty()
                && policy.idleLimit().isEmpty()
                && policy.noticesBefore().isEmpty()) {
            throw new LatchkeyConfigurationException(
                    PREFIX + ".run=" + runner.name().toLowerCase(Locale.ROOT)
                            + " carries out housekeeping that deletes, ends and announces nothing.",
                    "Set " + PREFIX + ".delete-ended-tokens-after=90d and " + PREFIX
                            + ".trim-feed-after=1d, for example, or remove " + PREFIX + ".run.");
        }
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ConditionalOnProperty(name = PREFIX + ".run", havingValue = "thread")
    AccessTokensBuilderCustomizer latchkeyHousekeepingThread(Housekeeping policy, LatchkeyProperties properties) {
        requireSomethingToDo(policy, HousekeepingRunner.THREAD);
        return builder -> builder.housekeeping(policy, properties.housekeeping().interval());
    }

    @Bean
    @ConditionalOnProperty(name = PREFIX + ".run", havingValue = "scheduler")
    HousekeepingSchedule latchkeyHousekeepingSchedule(
            AccessTokens tokens,
            Housekeeping policy,
            LatchkeyProperties properties,
            ObjectProvider<TaskScheduler> schedulers) {
        requireSomethingToDo(policy, HousekeepingRunner.SCHEDULER);
        TaskScheduler scheduler = schedulers.getIfUnique();
        if (scheduler == null) {
            throw new LatchkeyConfigurationException(
                    PREFIX + ".run=scheduler needs the service's scheduler, and there is no single bean of type"
                            + " TaskScheduler.",
                    "Add @EnableScheduling to the application, which has Spring Boot configure one, or set " + PREFIX
                            + ".run=thread.");
        }
        return Refusals.explained(PREFIX, () -> {
            tokens.administration().requirePossible(policy);
            return new HousekeepingSchedule(
                    tokens.administration(), policy, properties.housekeeping().interval(), scheduler);
        });
    }
}
