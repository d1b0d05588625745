package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.LatchkeyAuthorization.requires;
import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.authorization.AuthorizationManagers.anyOf;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.token.TokenEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What Spring refuses is counted and reported once for a request, and nothing that it permits is. */
class DenialsTest {

    private final WebService service = WebService.start(Host.class);
    private final IssuedToken token = service.issue("workspace:read");

    @AfterEach
    void stop() {
        service.close();
    }

    /** Keeps the events. */
    static final class Events implements TokenEventListener {

        final List<TokenEvent> all = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(TokenEvent event) {
            all.add(event);
        }
    }

    /** Answers what is denied itself. */
    @Configuration(proxyBeanMethods = false)
    static class Host extends Beans {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), c -> c.accessDeniedHandler((request, response, e) -> response.setStatus(404)))
                    .authorizeHttpRequests(DenialsTest::rules)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Answered extends Beans {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .authorizeHttpRequests(DenialsTest::rules)
                    .build();
        }
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers("/one")
                .access(requires("billing:read"))
                .requestMatchers("/any", "/any/role")
                .access(anyOf(requires("billing:read"), requires("workspace:read")))
                .requestMatchers("/none")
                .access(anyOf(requires("billing:read"), requires("billing:write")))
                .requestMatchers("/bearer")
                .access(anyOf(requires("billing:read"), AuthorityAuthorizationManager.hasAuthority("FACTOR_BEARER")))
                .requestMatchers("/admin")
                .hasRole("ADMIN")
                .anyRequest()
                .permitAll();
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Events events() {
            return new Events();
        }

        @Bean
        Operations operations() {
            return new Operations();
        }

        @Bean
        Invoices invoices(Operations operations) {
            return new Invoices(operations);
        }

        @Bean
        Reports reports(Operations operations) {
            return new Reports(operations);
        }
    }

    static class Operations {

        @RequiresScope("billing:read")
        public void first() {}

        @RequiresScope("billing:write")
        public void second() {}

        @RequiresScope("workspace:read")
        public void allowed() {}
    }

    @RestController
    static class Invoices {

        private final Operations operations;

        Invoices(Operations operations) {
            this.operations = operations;
        }

        @GetMapping("/method")
        String method() {
            operations.first();
            return "ok";
        }

        @GetMapping({"/any", "/one", "/none", "/admin"})
        String ok() {
            return "ok";
        }

        @GetMapping({"/any/role", "/bearer"})
        String refusedByTheHost() {
            throw new AccessDeniedException("not on Sundays");
        }
    }

    @RestController
    static class Reports {

        private final Operations operations;

        Reports(Operations operations) {
            this.operations = operations;
        }

        @GetMapping("/handled")
        String handled() {
            operations.first();
            return "ok";
        }

        @GetMapping("/twice")
        String twice() {
            operations.allowed();
            for (Runnable each : List.<Runnable>of(operations::first, operations::second)) {
                try {
                    each.run();
                } catch (AccessDeniedException e) {
                    // The report has a section less.
                }
            }
            return "ok";
        }

        @ExceptionHandler(AccessDeniedException.class)
        String answered() {
            return "not for you";
        }
    }

    private int status(String path) {
        return service.http()
                .get(path, "Authorization: Bearer " + token.reveal())
                .status();
    }

    private long denied() {
        return service.tokens().statistics().verifications().insufficientScope();
    }

    private List<TokenEvent.InsufficientScope> reported() {
        service.context().getBean(AccessTokens.class).close();
        return service.context().getBean(Events.class).all.stream()
                .filter(TokenEvent.InsufficientScope.class::isInstance)
                .map(TokenEvent.InsufficientScope.class::cast)
                .toList();
    }

    @Test
    void denial_of_a_rule_is_reported_with_the_missing_scope_although_the_host_answers_it() {
        assertThat(status("/one")).isEqualTo(404);

        assertThat(denied()).isEqualTo(1);
        assertThat(reported()).singleElement().satisfies(event -> {
            assertThat(event.subject().token()).isEqualTo(token.id());
            assertThat(event.missing()).hasToString("billing:read");
        });
    }

    @Test
    void rule_that_another_one_makes_up_for_is_not_a_denial() {
        assertThat(status("/any")).isEqualTo(200);
        assertThat(status("/any/role")).isEqualTo(404);
        assertThat(status("/bearer")).isEqualTo(404);

        assertThat(denied()).isZero();
    }

    @Test
    void denial_by_all_of_several_rules_is_reported_once() {
        assertThat(status("/none")).isEqualTo(404);

        assertThat(denied()).isEqualTo(1);
        assertThat(reported())
                .singleElement()
                .satisfies(event -> assertThat(event.missing()).hasToString("billing:read"));
    }

    @Test
    void answer_names_the_scope_that_one_of_several_rules_asks_for_unless_another_permitted() {
        try (WebService answered = WebService.start(Answered.class)) {
            String bearer = answered.bearer("workspace:read");

            assertThat(answered.http().get("/none", bearer).header("WWW-Authenticate"))
                    .contains("scope=\"billing:read\"");
            Http.Answer refusedByTheHost = answered.http().get("/any/role", bearer);
            assertThat(refusedByTheHost.status()).isEqualTo(403);
            assertThat(refusedByTheHost.headers()).doesNotContainKey("WWW-Authenticate");
        }
    }

    @Test
    void denial_of_a_role_is_not_one_of_a_scope() {
        assertThat(status("/admin")).isEqualTo(404);

        assertThat(denied()).isZero();
    }

    @Test
    void denial_of_a_method_is_reported_although_the_host_handles_it() {
        assertThat(status("/method")).isEqualTo(404);
        assertThat(status("/handled")).isEqualTo(200);

        assertThat(denied()).isEqualTo(2);
        assertThat(reported()).hasSize(2);
    }

    @Test
    void several_denials_within_a_request_are_reported_once() {
        assertThat(status("/twice")).isEqualTo(200);

        assertThat(denied()).isEqualTo(1);
        assertThat(reported())
                .singleElement()
                .satisfies(event -> assertThat(event.missing()).hasToString("billing:read"));
    }

    @Test
    void request_without_a_token_is_not_a_denial_of_a_scope() {
        assertThat(service.http().get("/one").status()).isEqualTo(401);

        assertThat(denied()).isZero();
    }
}
