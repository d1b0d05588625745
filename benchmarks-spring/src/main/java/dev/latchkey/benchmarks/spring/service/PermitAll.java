package dev.latchkey.benchmarks.spring.service;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Spring Security without authentication: what every other profile is compared with. */
@Configuration(proxyBeanMethods = false)
@Profile("permit-all")
class PermitAll {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
        return Chains.stateless(http)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** As long as a token, so that the server parses as many bytes. */
    @Bean
    Credential credential() {
        return () -> "Bearer " + "x".repeat(85);
    }
}
