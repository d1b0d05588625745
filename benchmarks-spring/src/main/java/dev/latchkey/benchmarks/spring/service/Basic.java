package dev.latchkey.benchmarks.spring.service;

import static org.springframework.security.config.Customizer.withDefaults;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** HTTP Basic with BCrypt of the default strength, 10; the user is in memory. */
@Configuration(proxyBeanMethods = false)
@Profile("basic")
class Basic {

    private final String password;

    Basic() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        password = HexFormat.of().formatHex(random);
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
        return Chains.stateless(http)
                .httpBasic(withDefaults())
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority(Chains.AUTHORITY))
                .build();
    }

    @Bean
    PasswordEncoder passwords() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    UserDetailsService users(PasswordEncoder passwords) {
        return new InMemoryUserDetailsManager(User.withUsername("acme")
                .password(passwords.encode(password))
                .authorities(Chains.AUTHORITY)
                .build());
    }

    @Bean
    Credential credential() {
        return () ->
                "Basic " + Base64.getEncoder().encodeToString(("acme:" + password).getBytes(StandardCharsets.UTF_8));
    }
}
