package dev.latchkey.benchmarks.spring.service;

import static dev.latchkey.spring.security.LatchkeyAuthorization.requires;
import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.TokenIssuer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Access tokens of Latchkey; properties decide whether records are cached, and which database stores them. */
@Configuration(proxyBeanMethods = false)
@Profile("latchkey")
class LatchkeyTokens {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
        return Chains.stateless(http)
                .with(latchkey(), withDefaults())
                .authorizeHttpRequests(requests -> requests.anyRequest().access(requires("workspace:read")))
                .build();
    }

    @Bean
    Credential credential(TokenIssuer issuer) {
        return new IssuedToken(issuer);
    }
}
