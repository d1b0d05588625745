package dev.latchkey.spring.security;

import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.method.AuthorizationInterceptorsOrder;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/** Intercepts calls of methods with {@link RequiresScope}. */
public final class RequiresScopeAdvice {

    private static final Log LOG = LogFactory.getLog(RequiresScopeAdvice.class);

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
        interceptor.setOrder(AuthorizationInterceptorsOrder.PRE_AUTHORIZE.getOrder() - 1);
        return interceptor;
    }

    /** Decides by the arguments of the call. */
    private record Manager(RequiresScopePointcut pointcut) implements AuthorizationManager<MethodInvocation> {

        @Override
        public AuthorizationResult authorize(
                Supplier<? extends @Nullable Authentication> authentication, MethodInvocation call) {
            Object target = call.getThis();
            Class<?> type = target == null ? call.getMethod().getDeclaringClass() : AopUtils.getTargetClass(target);
            return ScopeRules.decide(
                    LOG,
                    authentication.get(),
                    pointcut.scopes(call.getMethod(), type).required(call.getArguments()));
        }
    }
}
