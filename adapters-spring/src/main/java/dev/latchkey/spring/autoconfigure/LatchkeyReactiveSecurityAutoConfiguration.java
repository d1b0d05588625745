package dev.latchkey.spring.autoconfigure;

import dev.latchkey.TokenVerifier;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.spring.security.LatchkeyWebFlux;
import dev.latchkey.spring.security.ReactiveCurrentTokenArgumentResolver;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Configures {@link LatchkeyWebFlux}, and the arguments of handler methods. */
@AutoConfiguration(after = {LatchkeyAutoConfiguration.class, LatchkeyHttpAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ServerHttpSecurity.class, WebFluxConfigurer.class})
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
public final class LatchkeyReactiveSecurityAutoConfiguration {

    private static final int MOST_WAITING = 1_000;

    /** Made by Spring. */
    LatchkeyReactiveSecurityAutoConfiguration() {}

    /** Runs reads of the store and computations; if it is full, the answer is 503. */
    @Bean(destroyMethod = "dispose")
    @ConditionalOnMissingBean(name = "latchkeyScheduler")
    Scheduler latchkeyScheduler() {
        return Schedulers.newBoundedElastic(
                Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE, MOST_WAITING, "latchkey", 60, true);
    }

    @Bean
    @ConditionalOnMissingBean
    LatchkeyWebFlux latchkeyWebFlux(
            TokenVerifier verifier, BearerErrors errors, @Qualifier("latchkeyScheduler") Scheduler scheduler) {
        return new LatchkeyWebFlux(verifier, errors, scheduler);
    }

    @Bean
    WebFluxConfigurer latchkeyReactiveArgumentResolvers() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new ReactiveCurrentTokenArgumentResolver());
            }
        };
    }
}
