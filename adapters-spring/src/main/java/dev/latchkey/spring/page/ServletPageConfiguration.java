package dev.latchkey.spring.page;

import dev.latchkey.page.AccessPage;
import dev.latchkey.page.PageRequest;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.LatchkeyProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Mounts the page in Spring MVC. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({AccessPage.class, DispatcherServlet.class})
class ServletPageConfiguration {

    /** Notices before an answer is written that Spring Security is to answer. */
    @FunctionalInterface
    interface Refusal extends Consumer<HttpServletRequest> {}

    @Bean
    SimpleUrlHandlerMapping latchkeyPageHandlerMapping(
            AccessPage page, PagePath path, ObjectProvider<Refusal> refusal) {
        ServletPageHandler handler = new ServletPageHandler(page, path, refusal.getIfAvailable(() -> request -> {}));
        return new SimpleUrlHandlerMapping(path.patterns(handler), PageConfiguration.ORDER);
    }

    /** What Spring Security adds. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({CsrfToken.class, FactorAuthorizationDecision.class})
    static class Secured {

        @Bean
        PageHostDecorator latchkeySecuredPage(
                LatchkeyProperties properties, ObjectProvider<SecurityContextHolderStrategy> strategy) {
            SecurityContextHolderStrategy contexts =
                    strategy.getIfAvailable(SecurityContextHolder::getContextHolderStrategy);
            RecentSignIn recent = recent(properties.page());
            return host -> new SecuredPageHost(
                    host,
                    contexts,
                    Secured::formToken,
                    recent == null ? request -> Optional.empty() : new StepUp(recent, contexts));
        }

        @Bean
        Refusal latchkeyStepUp() {
            return StepUp::throwIfMissing;
        }

        private static @Nullable RecentSignIn recent(LatchkeyProperties.Page page) {
            Duration within = page.signInWithin();
            if (within == null) {
                if (!page.signInFactors().isEmpty()) {
                    throw new LatchkeyConfigurationException(
                            "latchkey.page.sign-in-factors means nothing without latchkey.page.sign-in-within.",
                            "Set latchkey.page.sign-in-within, to 15m for example, or remove the factors.");
                }
                return null;
            }
            if (within.isNegative() || within.isZero()) {
                throw new LatchkeyConfigurationException(
                        "latchkey.page.sign-in-within is " + within + ", so that no sign-in would be recent.",
                        "Set it to 15m, for example.");
            }
            return new RecentSignIn(within, page.signInFactors(), Clock.systemUTC());
        }

        private static Optional<FormToken> formToken(PageRequest request) {
            return request.original(HttpServletRequest.class)
                    .map(original -> original.getAttribute(CsrfToken.class.getName()))
                    .filter(CsrfToken.class::isInstance)
                    .map(CsrfToken.class::cast)
                    .map(token -> new FormToken(token.getParameterName(), token.getToken()));
        }
    }

    /** Without Spring Security, nothing knows when somebody signed in. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.security.authorization.FactorAuthorizationDecision")
    static class Unsecured {

        @Bean
        PageHostDecorator latchkeyUnsecuredPage(LatchkeyProperties properties) {
            PageConfiguration.requireNoRecentSignIn(properties, "Spring Security is not on the class path");
            return host -> host;
        }
    }
}
