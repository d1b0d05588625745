package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.LatchkeyAuthorization.requires;
import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.AccessToken;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.testkit.DelegatingTokenVerifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** A service on Tomcat to send requests to. */
record WebService(ConfigurableApplicationContext context) implements AutoCloseable {

    static WebService start(Class<?> configuration, String... properties) {
        return startOn(Base.class, configuration, properties);
    }

    static WebService startOn(Class<?> base, Class<?> configuration, String... properties) {
        return run(new SpringApplication(base, configuration), WebApplicationType.SERVLET, properties);
    }

    /** {@return the service on Netty} */
    static WebService startReactive(Class<?> configuration, String... properties) {
        return run(new SpringApplication(configuration), WebApplicationType.REACTIVE, properties);
    }

    private static WebService run(SpringApplication application, WebApplicationType type, String... properties) {
        application.setWebApplicationType(type);
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=acme",
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=off",
                "--latchkey.store=memory",
                "--latchkey.hashing.profile=light"));
        Arrays.stream(properties).map(property -> "--" + property).forEach(arguments::add);
        return new WebService(application.run(arguments.toArray(String[]::new)));
    }

    Http http() {
        return new Http(Integer.parseInt(context.getEnvironment().getProperty("local.server.port", "0")));
    }

    AccessTokens tokens() {
        return context.getBean(AccessTokens.class);
    }

    IssuedToken issue(String scopes) {
        return tokens().issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes(scopes));
    }

    String bearer(String scopes) {
        return "Authorization: Bearer " + issue(scopes).reveal();
    }

    BreakableVerifier verifier() {
        return context.getBean(BreakableVerifier.class);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Verifies, or fails on request. */
    static final class BreakableVerifier extends DelegatingTokenVerifier {

        volatile @Nullable RuntimeException failure;
        final AtomicInteger calls = new AtomicInteger();

        BreakableVerifier(TokenVerifier verifier) {
            super(verifier);
        }

        @Override
        public Verification verify(@Nullable String text) {
            calls.incrementAndGet();
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            return super.verify(text);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Base extends Hosts {

        @Bean
        BreakableVerifier verifier(AccessTokens tokens) {
            return new BreakableVerifier(tokens.verifier());
        }
    }

    /** What a host has without Latchkey. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Hosts {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(User.withUsername("admin")
                    .password("{noop}pw")
                    .roles("ADMIN")
                    .build());
        }

        @Bean
        Endpoints endpoints() {
            return new Endpoints();
        }
    }

    /** Tokens beside form login and sessions. */
    @Configuration(proxyBeanMethods = false)
    static class BesideFormLogin {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .formLogin(withDefaults())
                    .authorizeHttpRequests(WebService::rules)
                    .build();
        }
    }

    /** Nothing but tokens. */
    @Configuration(proxyBeanMethods = false)
    static class Alone {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .authorizeHttpRequests(WebService::rules)
                    .build();
        }
    }

    static void rules(
            org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer<HttpSecurity>
                            .AuthorizationManagerRequestMatcherRegistry
                    requests) {
        requests.requestMatchers("/public")
                .permitAll()
                .requestMatchers("/admin")
                .hasRole("ADMIN")
                .requestMatchers("/workspaces/{name}")
                .access(requires("workspace:read").on("workspaces/{name}"))
                .requestMatchers("/write")
                .access(requires("workspace:read", "workspace:write"))
                .anyRequest()
                .authenticated();
    }

    @RestController
    static class Endpoints {

        @GetMapping({"/public", "/admin", "/read", "/write", "/workspaces/{name}"})
        String who(@Nullable Authentication authentication) {
            return authentication == null
                    ? "nobody"
                    : authentication.getName() + " "
                            + authentication.getAuthorities().stream()
                                    .map(GrantedAuthority::getAuthority)
                                    .sorted()
                                    .toList();
        }

        @PostMapping("/read")
        String change() {
            return "changed";
        }

        @GetMapping("/token")
        String token(@CurrentToken AccessToken token) {
            return token.id().toString();
        }

        @GetMapping("/maybe")
        String maybe(@CurrentToken Optional<AccessToken> token) {
            return token.map(AccessToken::owner).orElse("none");
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> SecurityContextHolder.getContext().getAuthentication().getName();
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            new Thread(() -> result.setResult("later")).start();
            return result;
        }

        @GetMapping("/throws")
        String fails() {
            throw new IllegalStateException("a bug of the host's");
        }

        @GetMapping("/items/{id}")
        String item(@PathVariable String id) {
            return id;
        }
    }
}
