package dev.latchkey.benchmarks.spring.service;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;

/** What all filter chains have in common. */
final class Chains {

    /** The authority that every credential but the one of {@code permit-all} must have. */
    static final String AUTHORITY = "SCOPE_workspace:read";

    private Chains() {}

    static HttpSecurity stateless(HttpSecurity http) {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable());
    }
}
