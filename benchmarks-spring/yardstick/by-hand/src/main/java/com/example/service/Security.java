package com.example.service;

import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.ErrorCode;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

// region glue
@Configuration
class Security {

    private static final ScopeRequirement READ = Scope.of("workspace:read");

    @Bean
    SecurityFilterChain api(HttpSecurity http, AccessTokens tokens, BearerErrors errors) {
        return http.addFilterBefore(
                        new TokenFilter(tokens.verifier(), errors), UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((authentication, context) -> new AuthorizationDecision(
                                authentication.get() instanceof TokenAuthentication authenticated
                                        && authenticated.getPrincipal().permits(READ))))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                                (request, response, e) -> TokenFilter.send(response, errors.missing()))
                        .accessDeniedHandler((request, response, e) -> deny(errors, request, response)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    private static void deny(BearerErrors errors, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof TokenAuthentication authenticated
                && authenticated.getPrincipal().authorize(READ) instanceof InsufficientScope missing) {
            TokenFilter.send(response, errors.insufficientScope(missing));
        } else {
            TokenFilter.send(response, errors.error(ErrorCode.PERMISSION_DENIED, "permission denied"));
        }
    }
}
// endregion
