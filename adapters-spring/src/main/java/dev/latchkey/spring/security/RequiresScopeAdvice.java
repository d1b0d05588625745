package dev.latchkey.spring.security;

import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.method.AuthorizationAdvisor;
import org.springframework.security.authorization.method.AuthorizationInterceptorsOrder;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/** Intercepts calls of methods with {@link RequiresScope}. */
public final class RequiresScopeAdvice {

    private static final Log LOG = LogFactory.getLog(RequiresScopeAdvice.class);

    /** Before {@code @PreAuthorize}. */
    static final int ORDER = AuthorizationInterceptorsOrder.PRE_AUTHORIZE.getOrder() - 1;

    private RequiresScopeAdvice() {}

    /**
     * {@return the advisor, to be defined as a static bean with the role of infrastructure}
     *
     * @param contexts has the authentication of the calling thread
     */
    public static AuthorizationManagerBeforeMethodInterceptor advisor(SecurityContextHolderStrategy contexts) {
        RequiresScopePointcut pointcut = new RequiresScopePointcut();
        AuthorizationManagerBeforeMethodInterceptor interceptor =
                new AuthorizationManagerBeforeMethodInterceptor(pointcut, new Manager(pointcut));
        interceptor.setSecurityContextHolderStrategy(contexts);
        interceptor.setOrder(ORDER);
        return interceptor;
    }

    /**
     * {@return the advisor for WebFlux, to be defined as a static bean with the role of infrastructure}
     *
     * <p>A method that returns a reactive type is authorized when that is subscribed to, by the authentication of the
     * subscriber. Every other method is authorized by the authentication of the calling thread, which a request in WebFlux
     * does not have.
     *
     * @param contexts has the authentication of the calling thread
     */
    public static AuthorizationAdvisor reactiveAdvisor(SecurityContextHolderStrategy contexts) {
        RequiresScopePointcut pointcut = new RequiresScopePointcut();
        AuthorizationManagerBeforeMethodInterceptor blocking =
                new AuthorizationManagerBeforeMethodInterceptor(pointcut, new Manager(pointcut));
        blocking.setSecurityContextHolderStrategy(contexts);
        return new ReactiveRequiresScopeInterceptor(pointcut, blocking);
    }

    /** Decides by the arguments of the call. */
    private record Manager(RequiresScopePointcut pointcut) implements AuthorizationManager<MethodInvocation> {

        @Override
        public AuthorizationResult authorize(
                Supplier<? extends @Nullable Authentication> authentication, MethodInvocation call) {
            return ScopeRules.decideFinally(
                    LOG,
                    authentication.get(),
                    pointcut.scopes(call).required(call.getArguments(), RequestVariables::value));
        }
    }
}
