package dev.latchkey.spring.autoconfigure;

import dev.latchkey.AccessTokens;
import dev.latchkey.spring.actuate.LatchkeyMeters;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Configures meters; {@code management.metrics.enable.latchkey} switches them off. */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnSingleCandidate(AccessTokens.class)
public final class LatchkeyMetersAutoConfiguration {

    /** Made by Spring. */
    LatchkeyMetersAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    LatchkeyMeters latchkeyMeters(AccessTokens tokens) {
        return new LatchkeyMeters(tokens);
    }
}
