package dev.latchkey.spring.autoconfigure;

import dev.latchkey.TokenVerifier;
import dev.latchkey.spring.security.LatchkeyIntrospection;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Publishes an introspector if a property says so, because every {@code opaqueToken(…)} of the service would use it. Its
 * converter is published with it: without that, a session would widen what a token may do.
 */
@AutoConfiguration(
        after = LatchkeyAutoConfiguration.class,
        beforeName =
                "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({OpaqueTokenIntrospector.class, OpaqueTokenAuthenticationConverter.class})
@ConditionalOnBooleanProperty("latchkey.opaque-token-introspector")
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
public final class LatchkeyIntrospectorAutoConfiguration {

    /** Made by Spring. */
    LatchkeyIntrospectorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    OpaqueTokenIntrospector latchkeyOpaqueTokenIntrospector(TokenVerifier verifier) {
        return LatchkeyIntrospection.introspector(verifier);
    }

    @Bean
    @ConditionalOnMissingBean
    OpaqueTokenAuthenticationConverter latchkeyOpaqueTokenAuthenticationConverter() {
        return LatchkeyIntrospection.converter();
    }
}
