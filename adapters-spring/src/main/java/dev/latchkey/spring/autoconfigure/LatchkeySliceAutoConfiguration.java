package dev.latchkey.spring.autoconfigure;

import dev.latchkey.Authorization;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * What a filter chain needs in a test slice, which has no store: a verifier that rejects every token. Part of {@code @WebMvcTest}
 * and {@code @WebFluxTest}, never of a service.
 */
@AutoConfiguration
public final class LatchkeySliceAutoConfiguration {

    /** Made by Spring. */
    LatchkeySliceAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TokenFormat latchkeySliceTokenFormat() {
        return TokenFormat.withPrefix("slice");
    }

    @Bean
    @ConditionalOnMissingBean
    TokenVerifier latchkeySliceTokenVerifier() {
        return new TokenVerifier() {
            @Override
            public Verification verify(@Nullable String presentedText) {
                return new Rejected(RejectionReason.UNKNOWN);
            }

            @Override
            public Authorization authorize(@Nullable String presentedText, ScopeRequirement required) {
                return new Rejected(RejectionReason.UNKNOWN);
            }
        };
    }
}
