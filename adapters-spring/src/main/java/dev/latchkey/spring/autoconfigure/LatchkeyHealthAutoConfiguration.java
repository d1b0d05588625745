package dev.latchkey.spring.autoconfigure;

import dev.latchkey.AccessTokens;
import dev.latchkey.port.TokenStore;
import dev.latchkey.spring.actuate.LatchkeyHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the health of access tokens; {@code management.health.latchkey.enabled} switches it off. */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(TokenStore.class)
public final class LatchkeyHealthAutoConfiguration {

    /** Made by Spring. */
    LatchkeyHealthAutoConfiguration() {}

    /** A class of its own, because the class of its condition may be absent. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("latchkey")
    @ConditionalOnSingleCandidate(AccessTokens.class)
    static class Indicator {

        @Bean
        @ConditionalOnMissingBean(name = "latchkeyHealthIndicator")
        LatchkeyHealthIndicator latchkeyHealthIndicator(TokenStore store, AccessTokens tokens) {
            return new LatchkeyHealthIndicator(store, tokens);
        }
    }
}
