package dev.latchkey.spring.security;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.spring.LatchkeyConfigurationException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Verifies, when all beans are made, that each method with {@link RequiresScope} is really intercepted, and that the
 * policy knows its scopes. An annotation that does nothing would leave a method open.
 */
public final class RequiresScopeSelfTest implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final PointcutAdvisor advisor;
    private final ObjectProvider<ScopePolicy> policy;

    /**
     * Makes a test.
     *
     * @param beans the beans of the service
     * @param advisor made by {@link RequiresScopeAdvice}
     * @param policy the policy of the service, if it has one of its own
     */
    public RequiresScopeSelfTest(
            ConfigurableListableBeanFactory beans, PointcutAdvisor advisor, ObjectProvider<ScopePolicy> policy) {
        this.beans = beans;
        this.advisor = advisor;
        this.policy = policy;
    }

    /** Verifies all beans. */
    @Override
    public void afterSingletonsInstantiated() {
        RequiresScopePointcut pointcut = (RequiresScopePointcut) advisor.getPointcut();
        for (String name : beans.getBeanDefinitionNames()) {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
            if (type != null && pointcut.isAnnotated(type)) {
                verify(pointcut, name, ClassUtils.getUserClass(type));
            }
        }
    }

    private void verify(RequiresScopePointcut pointcut, String name, Class<?> type) {
        Object bean = beans.containsSingleton(name) ? beans.getBean(name) : null;
        if (bean instanceof ScopedObject) {
            // It passes calls on to another bean, which is verified by its own name.
            return;
        }
        for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type, ReflectionUtils.USER_DECLARED_METHODS)) {
            boolean callable = !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers());
            if (!pointcut.matches(method, type) || (!callable && !isAnnotatedItself(method))) {
                continue;
            }
            requireKnown(pointcut.scopes(method, type), method, type);
            String obstacle = obstacle(method, type, bean);
            if (obstacle != null) {
                throw new LatchkeyConfigurationException(
                        "@RequiresScope of " + MethodScopes.name(method, type) + " would do nothing, because "
                                + obstacle + " (bean \"" + name + "\").",
                        "Make class and method neither final nor private nor static, let the bean be made after the"
                                + " infrastructure of Spring, and call it through the bean.");
            }
        }
    }

    private static boolean isAnnotatedItself(Method method) {
        return !MethodScopes.of(method, Object.class).isEmpty();
    }

    private void requireKnown(MethodScopes scopes, Method method, Class<?> type) {
        policy.ifAvailable(known -> scopes.rules().forEach(rule -> {
            try {
                known.requireKnown(rule.named());
            } catch (IllegalArgumentException e) {
                throw new LatchkeyConfigurationException(
                        "@RequiresScope of " + MethodScopes.name(method, type) + " asks for what no token can have: "
                                + e.getMessage() + ".",
                        "Correct the scope, or add it to the ScopeCatalog.",
                        e);
            }
        }));
    }

    /** {@return why a call of the method is not intercepted, or null if it is} */
    private @Nullable String obstacle(Method method, Class<?> type, @Nullable Object bean) {
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            return "no proxy can intercept a private or static method";
        }
        if (bean == null) {
            // A bean that is created later always gets its proxy, because the infrastructure is complete by now.
            return Modifier.isFinal(type.getModifiers()) || Modifier.isFinal(method.getModifiers())
                    ? "no proxy can extend a final class or override a final method"
                    : null;
        }
        if (!(bean instanceof Advised advised)
                || Arrays.stream(advised.getAdvisors()).noneMatch(each -> each.getAdvice() == advisor.getAdvice())) {
            return "the bean has no proxy with it";
        }
        return isOverridden(method, bean) ? null : "the proxy of the bean does not override the method";
    }

    private static boolean isOverridden(Method method, Object proxy) {
        if (AopUtils.isJdkDynamicProxy(proxy)) {
            return Arrays.stream(AopProxyUtils.proxiedUserInterfaces(proxy))
                    .anyMatch(each -> ClassUtils.hasMethod(each, method));
        }
        return Arrays.stream(proxy.getClass().getDeclaredMethods())
                .anyMatch(each -> each.getName().equals(method.getName())
                        && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()));
    }
}
