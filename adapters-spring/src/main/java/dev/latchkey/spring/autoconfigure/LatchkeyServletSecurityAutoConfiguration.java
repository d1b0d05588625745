package dev.latchkey.spring.autoconfigure;

import dev.latchkey.spring.security.CurrentTokenArgumentResolver;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Configures the arguments of handler methods in Spring MVC. The host defines its filter chains itself. */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({HttpSecurity.class, WebMvcConfigurer.class})
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
public final class LatchkeyServletSecurityAutoConfiguration {

    /** Made by Spring. */
    LatchkeyServletSecurityAutoConfiguration() {}

    @Bean
    WebMvcConfigurer latchkeyArgumentResolvers(ObjectProvider<SecurityContextHolderStrategy> strategy) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CurrentTokenArgumentResolver(
                        strategy.getIfAvailable(SecurityContextHolder::getContextHolderStrategy)));
            }
        };
    }
}
