package dev.latchkey.benchmarks.spring.service;

import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.TokenIssuer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The chains of StartUp: HTTP Basic and open health probes, without and with access tokens. */
final class StartUpChains {

    private StartUpChains() {}

    private static HttpSecurity basic(HttpSecurity http) {
        return Chains.stateless(http)
                .httpBasic(withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated());
    }

    /** Runs also where nothing of Latchkey is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @Profile("start-without")
    static class Without {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return basic(http).build();
        }

        @Bean
        Credential credential() {
            return () -> "";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Profile("start-with")
    static class With {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return basic(http).with(latchkey(), withDefaults()).build();
        }

        /** A start that is measured issues nothing: it finds the token of an earlier one in the database. */
        @Bean
        Credential credential(TokenIssuer issuer, @Value("${start.issue:false}") boolean issues) {
            return issues ? new IssuedToken(issuer) : () -> "";
        }
    }
}
