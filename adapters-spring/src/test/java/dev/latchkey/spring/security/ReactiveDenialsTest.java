package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.ReactiveLatchkeyAuthorization.requires;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuedToken;
import dev.latchkey.token.TokenEvent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authorization.AuthorizationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What WebFlux refuses is counted and reported once for a request, and nothing that it permits is. */
class ReactiveDenialsTest {

    private final WebService service = WebService.startReactive(Host.class);
    private final IssuedToken token = service.issue("workspace:read");

    @AfterEach
    void stop() {
        service.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Host {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http, LatchkeyWebFlux latchkey) {
            return latchkey.applyTo(http)
                    .authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/one")
                            .access(requires("billing:read"))
                            .pathMatchers("/any", "/any/role")
                            .access(anyOf(requires("billing:read"), requires("workspace:read")))
                            .pathMatchers("/none")
                            .access(anyOf(requires("billing:read"), requires("billing:write")))
                            .pathMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyExchange()
                            .permitAll())
                    .build();
        }

        /** {@return the rule that one of two permits; Spring has none for exchanges} */
        private static ReactiveAuthorizationManager<AuthorizationContext> anyOf(
                ReactiveLatchkeyAuthorization first, ReactiveLatchkeyAuthorization second) {
            return (authentication, exchange) -> first.authorize(authentication, exchange)
                    .filter(AuthorizationResult::isGranted)
                    .switchIfEmpty(Mono.defer(() -> second.authorize(authentication, exchange)));
        }

        @Bean
        DenialsTest.Events events() {
            return new DenialsTest.Events();
        }

        @Bean
        Invoices invoices() {
            return new Invoices();
        }
    }

    @RestController
    static class Invoices {

        @GetMapping({"/any", "/one", "/none", "/admin"})
        Mono<String> ok() {
            return Mono.just("ok");
        }

        @GetMapping("/any/role")
        Mono<String> refusedByTheHost() {
            return Mono.error(new AccessDeniedException("not on Sundays"));
        }

        @GetMapping("/method")
        @RequiresScope("billing:read")
        Mono<String> method() {
            return Mono.just("ok");
        }
    }

    private Http.Answer get(String path) {
        return service.http().get(path, "Authorization: Bearer " + token.reveal());
    }

    private long denied() {
        return service.tokens().statistics().verifications().insufficientScope();
    }

    private List<String> reported() {
        service.tokens().close();
        return service.context().getBean(DenialsTest.Events.class).all.stream()
                .filter(TokenEvent.InsufficientScope.class::isInstance)
                .map(event -> ((TokenEvent.InsufficientScope) event).missing().toString())
                .toList();
    }

    @Test
    void denial_of_a_rule_and_of_a_method_is_reported_with_the_missing_scope() {
        assertThat(get("/one").status()).isEqualTo(403);
        assertThat(get("/method").status()).isEqualTo(403);

        assertThat(denied()).isEqualTo(2);
        assertThat(reported()).containsExactly("billing:read", "billing:read");
    }

    @Test
    void rule_that_another_one_makes_up_for_is_not_a_denial() {
        assertThat(get("/any").body()).isEqualTo("ok");
        Http.Answer refusedByTheHost = get("/any/role");

        assertThat(refusedByTheHost.status()).isEqualTo(403);
        assertThat(refusedByTheHost.headers()).doesNotContainKey("WWW-Authenticate");
        assertThat(denied()).isZero();
    }

    @Test
    void denial_by_all_of_several_rules_is_reported_once() {
        assertThat(get("/none").header("WWW-Authenticate")).contains("scope=\"billing:read\"");

        assertThat(denied()).isEqualTo(1);
        assertThat(reported()).containsExactly("billing:read");
    }

    @Test
    void denial_of_a_role_is_not_one_of_a_scope() {
        assertThat(get("/admin").status()).isEqualTo(403);

        assertThat(denied()).isZero();
    }
}
