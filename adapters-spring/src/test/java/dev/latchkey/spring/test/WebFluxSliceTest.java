package dev.latchkey.spring.test;

import static dev.latchkey.spring.security.ReactiveLatchkeyAuthorization.requires;
import static dev.latchkey.spring.test.AccessTokenMutator.mockAccessToken;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessToken;
import dev.latchkey.spring.autoconfigure.LatchkeyHttpAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeyReactiveSecurityAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeySliceAutoConfiguration;
import dev.latchkey.spring.security.CurrentToken;
import dev.latchkey.spring.security.LatchkeyWebFlux;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.test.web.reactive.server.SecurityMockServerConfigurers;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A slice of a host on WebFlux signs in with tokens that nobody issued. */
class WebFluxSliceTest {

    @Configuration(proxyBeanMethods = false)
    @EnableWebFluxSecurity
    static class Host {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http, LatchkeyWebFlux latchkey) {
            return latchkey.applyTo(http)
                    .authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/open")
                            .permitAll()
                            .pathMatchers("/any")
                            .authenticated()
                            .anyExchange()
                            .access(requires("workspace:read").on("workspaces/acme")))
                    .build();
        }

        @Bean
        Workspaces workspaces() {
            return new Workspaces();
        }
    }

    @RestController
    static class Workspaces {

        @GetMapping("/workspaces/{name}")
        Mono<String> find(@PathVariable String name, @CurrentToken AccessToken token) {
            return Mono.just(name + " for " + token.owner());
        }

        @PostMapping("/workspaces/{name}")
        Mono<String> change(@PathVariable String name) {
            return Mono.just("changed " + name);
        }

        @GetMapping({"/open", "/any"})
        Mono<String> forgotten() {
            return Mono.just("ok");
        }
    }

    private static void withClient(Consumer<WebTestClient> test) {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        WebFluxAutoConfiguration.class,
                        ReactiveWebSecurityAutoConfiguration.class,
                        LatchkeyHttpAutoConfiguration.class,
                        LatchkeySliceAutoConfiguration.class,
                        LatchkeyReactiveSecurityAutoConfiguration.class))
                .withUserConfiguration(Host.class)
                .run(context -> {
                    WebTestClient client = WebTestClient.bindToApplicationContext((ApplicationContext) context)
                            .apply(SecurityMockServerConfigurers.springSecurity())
                            .build();
                    test.accept(client);
                });
    }

    @Test
    void a_request_presents_a_token_and_is_denied_without_the_scope() {
        withClient(client -> {
            client.mutateWith(mockAccessToken("workspace:read"))
                    .get()
                    .uri("/workspaces/acme")
                    .exchange()
                    .expectBody(String.class)
                    .isEqualTo("acme for owners/test");
            client.mutateWith(mockAccessToken("workspace:write"))
                    .get()
                    .uri("/workspaces/acme")
                    .exchange()
                    .expectStatus()
                    .isForbidden();
            client.get().uri("/workspaces/acme").exchange().expectStatus().isUnauthorized();
        });
    }

    @Test
    void a_change_that_presents_a_token_needs_no_csrf_token() {
        withClient(client -> client.mutateWith(mockAccessToken("workspace:read"))
                .post()
                .uri("/workspaces/acme")
                .exchange()
                .expectBody(String.class)
                .isEqualTo("changed acme"));
    }

    @Test
    void the_assertion_passes_for_an_endpoint_that_is_protected_and_fails_for_others() {
        withClient(client -> {
            // region protected
            LatchkeyTest.assertRequiresScope(
                    client, c -> c.get().uri("/workspaces/acme"), "workspace:read", "workspace:write");
            // endregion
            LatchkeyTest.assertRequiresScope(
                    client, c -> c.post().uri("/workspaces/acme"), "workspace:read", "workspace:write");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> LatchkeyTest.assertRequiresScope(
                            client, c -> c.get().uri("/open"), "workspace:read", "workspace:write"))
                    .withMessageContaining("without a token is answered with 200");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> LatchkeyTest.assertRequiresScope(
                            client, c -> c.get().uri("/any"), "workspace:read", "workspace:write"))
                    .withMessageContaining("not protected by a scope");
        });
    }
}
