package dev.latchkey.spring.autoconfigure;

import dev.latchkey.http.BearerErrors;
import dev.latchkey.spring.LatchkeyProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Configures the error answers for requests whose tokens are refused. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LatchkeyProperties.class)
public final class LatchkeyHttpAutoConfiguration {

    private static final String REALM = "access tokens";

    /** Made by Spring. */
    LatchkeyHttpAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    BearerErrors latchkeyBearerErrors(LatchkeyProperties properties, Environment environment) {
        LatchkeyProperties.Http http = properties.http();
        return Refusals.explained(
                "latchkey.http",
                () -> BearerErrors.of(
                        http.realm() != null
                                ? http.realm()
                                : realm(environment.getProperty("spring.application.name", "")),
                        http.bodyStyle()));
    }

    /** {@return the name, if a challenge can have it} */
    private static String realm(String name) {
        return name.isBlank() || name.length() > 200 || !name.chars().allMatch(c -> c >= ' ' && c <= '~')
                ? REALM
                : name;
    }
}
