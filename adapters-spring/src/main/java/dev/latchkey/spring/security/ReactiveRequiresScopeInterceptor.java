package dev.latchkey.spring.security;

import dev.latchkey.scope.ScopeRequirement;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Pointcut;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.authorization.method.AuthorizationAdvisor;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeReactiveMethodInterceptor;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/**
 * Intercepts calls of methods with {@link RequiresScope} in WebFlux.
 *
 * <p>The authentication of a reactive call is that of its subscriber alone; a thread is shared by requests.
 */
final class ReactiveRequiresScopeInterceptor implements AuthorizationAdvisor {

    private final RequiresScopePointcut pointcut;
    private final MethodInterceptor reactive;
    private final MethodInterceptor blocking;

    ReactiveRequiresScopeInterceptor(
            RequiresScopePointcut pointcut, AuthorizationManagerBeforeMethodInterceptor blocking) {
        this.pointcut = pointcut;
        this.reactive = new AuthorizationManagerBeforeReactiveMethodInterceptor(pointcut, new Manager(pointcut));
        this.blocking = blocking;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation call) throws Throwable {
        if (isReactive(call)) {
            return reactive.invoke(call);
        }
        try {
            return blocking.invoke(call);
        } catch (AuthenticationCredentialsNotFoundException e) {
            // WebFlux would answer that with 500.
            throw new AuthorizationDeniedException(
                    "a method that does not return a reactive type has no token in WebFlux",
                    ScopeAuthorizationResult.withoutToken());
        }
    }

    private static boolean isReactive(MethodInvocation call) {
        // Spring proceeds with a suspending function of Kotlin as with one that returns a publisher.
        return KotlinDetector.isSuspendingFunction(call.getMethod())
                || ReactiveAdapterRegistry.getSharedInstance()
                                .getAdapter(call.getMethod().getReturnType())
                        != null;
    }

    @Override
    public Pointcut getPointcut() {
        return pointcut;
    }

    @Override
    public Advice getAdvice() {
        return this;
    }

    @Override
    public int getOrder() {
        return RequiresScopeAdvice.ORDER;
    }

    /** Decides by the arguments of the call, and by the variables of the subscriber's request. */
    private record Manager(RequiresScopePointcut pointcut) implements ReactiveAuthorizationManager<MethodInvocation> {

        private static final Log LOG = LogFactory.getLog(ReactiveRequiresScopeInterceptor.class);

        @Override
        public Mono<AuthorizationResult> authorize(Mono<Authentication> authentication, MethodInvocation call) {
            return Mono.deferContextual(context -> {
                ScopeRequirement required = pointcut.scopes(call)
                        .required(call.getArguments(), name -> ExchangeContext.variable(context, name));
                return authentication
                        .map(each -> ScopeRules.decideFinally(LOG, each, required))
                        .defaultIfEmpty(ScopeAuthorizationResult.withoutToken())
                        .cast(AuthorizationResult.class);
            });
        }
    }
}
