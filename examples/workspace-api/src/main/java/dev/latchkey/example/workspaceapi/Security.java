package dev.latchkey.example.workspaceapi;

import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.scope.ScopeCatalog;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;

/** Who may do what: clients by access tokens, owners by their passwords. */
@Configuration(proxyBeanMethods = false)
class Security {

    // region catalog
    @Bean
    ScopeCatalog scopes() {
        return ScopeCatalog.builder()
                .group("Workspaces")
                .permission("workspace", "Everything in a workspace, also what is added later")
                .permission("workspace:read", "See a workspace")
                .permission("workspace:write", "Change a workspace")
                .implies("workspace:read")
                .build();
    }
    // endregion

    // region chain
    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http) {
        return http.securityMatcher("/v1beta/workspaces/**")
                .with(latchkey(), withDefaults())
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }
    // endregion

    /** Owners' programs. They send JSON alone, which no page of another site can make a browser send. */
    @Bean
    @Order(2)
    SecurityFilterChain management(HttpSecurity http, BearerErrors errors) {
        AuthenticationEntryPoint challenge = (request, response, e) -> ApiErrors.send(
                response,
                errors.error(ErrorCode.UNAUTHENTICATED, "owner's credentials required")
                        .withHeader("WWW-Authenticate", "Basic realm=\"example\", charset=\"UTF-8\""));
        return http.securityMatcher("/v1beta/**")
                .httpBasic(basic -> basic.authenticationEntryPoint(challenge))
                .authorizeHttpRequests(requests -> requests.anyRequest().hasRole("OWNER"))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(challenge)
                        .accessDeniedHandler((request, response, e) -> ApiErrors.send(
                                response,
                                errors.error(
                                        ErrorCode.PERMISSION_DENIED,
                                        "only the owner of a workspace manages its access tokens"))))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /** People, and what is sent where a controller or another chain fails: without it, 401 and 404 would become 302. */
    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http) {
        return http.formLogin(form -> form.defaultSuccessUrl("/settings/access-management"))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/settings/access-management/**")
                        .authenticated()
                        .anyRequest()
                        .hasRole("OWNER"))
                .build();
    }

    @Bean
    PasswordEncoder passwords() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }
}
