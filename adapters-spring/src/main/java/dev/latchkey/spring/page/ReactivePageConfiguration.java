package dev.latchkey.spring.page;

import dev.latchkey.page.AccessPage;
import dev.latchkey.spring.LatchkeyProperties;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Mounts the page in WebFlux. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({AccessPage.class, DispatcherHandler.class})
class ReactivePageConfiguration {

    private static final int MOST_WAITING = 1_000;

    /** Apart from the scheduler that verifies: slow pages must not keep requests of programs waiting. */
    @Bean(destroyMethod = "dispose")
    @ConditionalOnMissingBean(name = "latchkeyPageScheduler")
    Scheduler latchkeyPageScheduler() {
        return Schedulers.newBoundedElastic(
                Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE, MOST_WAITING, "latchkey-page", 60, true);
    }

    @Bean
    SimpleUrlHandlerMapping latchkeyPageHandlerMapping(
            AccessPage page,
            PagePath path,
            ObjectProvider<ReactivePageHandler.Surroundings> surroundings,
            @Qualifier("latchkeyPageScheduler") Scheduler scheduler) {
        ReactivePageHandler handler = new ReactivePageHandler(
                page, path, surroundings.getIfAvailable(() -> (exchange, call) -> call), scheduler);
        return new SimpleUrlHandlerMapping(path.patterns(handler), PageConfiguration.ORDER);
    }

    @Bean
    PageHostDecorator latchkeyPageSignIn(LatchkeyProperties properties) {
        PageConfiguration.requireNoRecentSignIn(
                properties, "Spring Security records no factors of authentication in WebFlux");
        return host -> host;
    }

    /** What Spring Security adds. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(CsrfToken.class)
    static class Secured {

        @Bean
        ReactivePageHandler.Surroundings latchkeyPageSurroundings(
                ObjectProvider<SecurityContextHolderStrategy> strategy) {
            return new ReactiveSurroundings(strategy(strategy));
        }

        @Bean
        PageHostDecorator latchkeySecuredPage(ObjectProvider<SecurityContextHolderStrategy> strategy) {
            return host -> new SecuredPageHost(
                    host, strategy(strategy), ReactiveSurroundings::formToken, request -> Optional.empty());
        }

        private static SecurityContextHolderStrategy strategy(ObjectProvider<SecurityContextHolderStrategy> strategy) {
            return strategy.getIfAvailable(SecurityContextHolder::getContextHolderStrategy);
        }
    }
}
