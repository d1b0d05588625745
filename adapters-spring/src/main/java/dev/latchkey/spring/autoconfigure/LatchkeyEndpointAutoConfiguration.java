package dev.latchkey.spring.autoconfigure;

import dev.latchkey.AccessTokens;
import dev.latchkey.spring.actuate.LatchkeyEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the endpoint if it is exposed, by {@code management.endpoints.web.exposure.include} for example. */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnSingleCandidate(AccessTokens.class)
public final class LatchkeyEndpointAutoConfiguration {

    /** Made by Spring. */
    LatchkeyEndpointAutoConfiguration() {}

    /** A class of its own, because the class of its condition may be absent. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(LatchkeyEndpoint.class)
    static class Exposed {

        @Bean
        @ConditionalOnMissingBean
        LatchkeyEndpoint latchkeyEndpoint(AccessTokens tokens) {
            return new LatchkeyEndpoint(tokens);
        }
    }
}
