package dev.latchkey.spring.page;

import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeyReactiveSecurityAutoConfiguration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Mounts the Access Management page at {@code latchkey.page.path}. */
@AutoConfiguration(after = {LatchkeyAutoConfiguration.class, LatchkeyReactiveSecurityAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
@ConditionalOnProperty("latchkey.page.path")
@Import({
    LatchkeyPageAutoConfiguration.Absent.class,
    PageConfiguration.class,
    ServletPageConfiguration.class,
    ReactivePageConfiguration.class
})
public final class LatchkeyPageAutoConfiguration {

    /** Made by Spring. */
    LatchkeyPageAutoConfiguration() {}

    /** A page that is asked for, and cannot be there, must not be missed by its users. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.latchkey.page.AccessPage")
    static class Absent {

        @Bean
        static InitializingBean latchkeyPageIsAbsent() {
            return () -> {
                throw new LatchkeyConfigurationException(
                        "latchkey.page.path asks for the Access Management page, which is not on the class path.",
                        "Add latchkey-page, or remove the property.");
            };
        }
    }
}
