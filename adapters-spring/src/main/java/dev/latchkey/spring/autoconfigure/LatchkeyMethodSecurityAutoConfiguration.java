package dev.latchkey.spring.autoconfigure;

import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.spring.security.RequiresScopeAdvice;
import dev.latchkey.spring.security.RequiresScopeSelfTest;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.security.authorization.method.AuthorizationAdvisor;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.ClassUtils;

/**
 * Configures {@link dev.latchkey.spring.security.RequiresScope}.
 *
 * <p>It cannot be switched off: if {@code latchkey.enabled} is false, no request has a token, and annotated methods are
 * denied.
 */
@AutoConfiguration
@ConditionalOnClass(AuthorizationManagerBeforeMethodInterceptor.class)
@Import(LatchkeyMethodSecurityAutoConfiguration.ProxyCreator.class)
public final class LatchkeyMethodSecurityAutoConfiguration {

    private static final boolean WEBFLUX_IS_PRESENT = ClassUtils.isPresent(
            "org.springframework.web.reactive.DispatcherHandler",
            LatchkeyMethodSecurityAutoConfiguration.class.getClassLoader());

    /** Made by Spring. */
    LatchkeyMethodSecurityAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static AuthorizationAdvisor latchkeyRequiresScopeAdvisor(
            ApplicationContext context, ObjectProvider<SecurityContextHolderStrategy> strategy) {
        SecurityContextHolderStrategy contexts =
                strategy.getIfAvailable(SecurityContextHolder::getContextHolderStrategy);
        return WEBFLUX_IS_PRESENT && context instanceof ReactiveWebApplicationContext
                ? RequiresScopeAdvice.reactiveAdvisor(contexts)
                : RequiresScopeAdvice.advisor(contexts);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RequiresScopeSelfTest latchkeyRequiresScopeSelfTest(
            ConfigurableListableBeanFactory beans,
            @Qualifier("latchkeyRequiresScopeAdvisor") AuthorizationAdvisor advisor,
            ObjectProvider<ScopePolicy> policy) {
        return new RequiresScopeSelfTest(beans, advisor, policy);
    }

    /** Creates proxies of the beans with an advised method, even if nothing else in the service enables that. */
    static final class ProxyCreator implements ImportBeanDefinitionRegistrar {

        /** Made by Spring. */
        ProxyCreator() {}

        @Override
        public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
            AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
            AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
        }
    }
}
