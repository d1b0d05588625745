package dev.latchkey.spring.autoconfigure;

import dev.latchkey.AccessTokens;
import dev.latchkey.TokenVerifier;
import dev.latchkey.spring.actuate.ObservedTokenVerifier;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Observes verifications, if the service has a registry of observations. A verifier of the service's own is left as it is.
 */
@AutoConfiguration(
        before = LatchkeyAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
@ConditionalOnBooleanProperty(
        name = {"latchkey.enabled", "latchkey.observations"},
        matchIfMissing = true)
public final class LatchkeyObservationAutoConfiguration {

    /** Made by Spring. */
    LatchkeyObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TokenVerifier tokenVerifier(AccessTokens tokens, ObservationRegistry registry) {
        return registry.isNoop() ? tokens.verifier() : new ObservedTokenVerifier(tokens.verifier(), registry);
    }
}
