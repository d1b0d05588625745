package dev.latchkey.spring.security;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.util.ClassUtils;

/** Matches the methods that {@link RequiresScope} applies to, and finds what each requires. Thread-safe. */
final class RequiresScopePointcut extends StaticMethodMatcherPointcut {

    private record Key(Method method, Class<?> type) {}

    private final AnnotatedTypes annotated = new AnnotatedTypes();
    private final Map<Key, MethodScopes> known = new ConcurrentHashMap<>();

    RequiresScopePointcut() {}

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return method.getDeclaringClass() != Object.class
                && isAnnotated(targetClass)
                && !scopes(method, targetClass).isEmpty();
    }

    boolean isAnnotated(Class<?> type) {
        return annotated.areAnnotated(ClassUtils.getUserClass(type));
    }

    /** {@return what a call requires} */
    MethodScopes scopes(MethodInvocation call) {
        Object target = call.getThis();
        return scopes(
                call.getMethod(),
                target == null ? call.getMethod().getDeclaringClass() : AopUtils.getTargetClass(target));
    }

    MethodScopes scopes(Method method, Class<?> targetClass) {
        Class<?> type = ClassUtils.getUserClass(targetClass);
        return known.computeIfAbsent(
                new Key(AopUtils.getMostSpecificMethod(method, type), type),
                key -> MethodScopes.of(key.method(), key.type()));
    }
}
