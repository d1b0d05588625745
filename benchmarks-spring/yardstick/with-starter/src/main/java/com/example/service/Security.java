package com.example.service;

import static dev.latchkey.spring.security.LatchkeyAuthorization.requires;
import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
class Security {

    // region glue
    @Bean
    SecurityFilterChain api(HttpSecurity http) {
        return http.with(latchkey(), withDefaults())
                .authorizeHttpRequests(requests -> requests.anyRequest().access(requires("workspace:read")))
                .build();
    }
    // endregion
}
