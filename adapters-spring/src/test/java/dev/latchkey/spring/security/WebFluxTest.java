package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.ReactiveLatchkeyAuthorization.requires;
import static dev.latchkey.spring.security.ReactiveLatchkeyAuthorization.requiresAnywhere;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessToken;
import dev.latchkey.AccessTokens;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification;
import dev.latchkey.testkit.DelegatingTokenVerifier;
import dev.latchkey.token.UnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tokens in WebFlux, on a real port. */
class WebFluxTest {

    private static final String CHALLENGE = "Bearer realm=\"acme\"";

    private static WebService service;

    /** Records which threads verify, and fails on request. */
    static final class WatchedVerifier extends DelegatingTokenVerifier {

        private final List<String> threads = new CopyOnWriteArrayList<>();
        private volatile @Nullable RuntimeException failure;
        private volatile boolean busy;

        WatchedVerifier(TokenVerifier verifier) {
            super(verifier);
        }

        @Override
        public Verification verify(@Nullable String text) {
            threads.add(Thread.currentThread().getName());
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
            return super.verify(text);
        }

        @Override
        public CompletableFuture<Verification> verifyAsync(@Nullable String text, Executor executor) {
            return TokenVerifier.supply(() -> verify(text), busy ? WatchedVerifier::reject : executor);
        }

        private static void reject(Runnable task) {
            throw new RejectedExecutionException("full");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Host {

        @Bean
        WatchedVerifier verifier(AccessTokens tokens) {
            return new WatchedVerifier(tokens.verifier());
        }

        // region webflux
        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http, LatchkeyWebFlux latchkey) {
            return latchkey.applyTo(http)
                    .authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/workspaces")
                            .access(requiresAnywhere("workspace:read"))
                            .pathMatchers("/workspaces/{name}")
                            .access(requires("workspace:read").on("workspaces/{name}"))
                            .anyExchange()
                            .authenticated())
                    .build();
        }
        // endregion

        @Bean
        Workspaces workspaces() {
            return new Workspaces();
        }
    }

    @RestController
    static class Workspaces {

        @GetMapping("/workspaces")
        Mono<String> list(@CurrentToken AccessToken token) {
            return Mono.just(token.owner() + " on " + Thread.currentThread().getName());
        }

        @GetMapping("/workspaces/{name}")
        Mono<String> find(@PathVariable String name, @CurrentToken Optional<AccessToken> token) {
            return Mono.just(name + " for " + token.map(AccessToken::owner).orElse("nobody"));
        }

        @PostMapping("/changes")
        Mono<String> change() {
            return Mono.just("changed");
        }

        @GetMapping("/throws")
        Mono<String> fails() {
            return Mono.error(new IllegalStateException("a bug of the host's"));
        }
    }

    @BeforeAll
    static void start() {
        service = WebService.startReactive(Host.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void mend() {
        verifier().failure = null;
        verifier().busy = false;
    }

    private static WatchedVerifier verifier() {
        return service.context().getBean(WatchedVerifier.class);
    }

    @Test
    void a_token_is_verified_and_answered_off_the_event_loop() {
        String bearer = service.bearer("workspace:read@workspaces/acme");

        Http.Answer answer = service.http().get("/workspaces", bearer);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("workspaces/acme on parallel");
        assertThat(verifier().threads).isNotEmpty().allMatch(name -> name.startsWith("latchkey"));
    }

    @Test
    void the_resource_is_bound_to_the_path() {
        String bearer = service.bearer("workspace:read@workspaces/acme");

        assertThat(service.http().get("/workspaces/acme", bearer).body()).isEqualTo("acme for workspaces/acme");
        Http.Answer denied = service.http().get("/workspaces/other", bearer);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.header("WWW-Authenticate"))
                .isEqualTo(CHALLENGE + ", error=\"insufficient_scope\", scope=\"workspace:read@workspaces/other\"");
        assertThat(denied.body()).isEqualTo("{\"error\":\"insufficient scope\",\"code\":7}");
    }

    @Test
    void a_request_without_a_token_is_challenged() {
        Http.Answer answer = service.http().get("/workspaces");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
    }

    @Test
    void a_rejected_token_is_refused() {
        Http.Answer answer = service.http().get("/workspaces", "Authorization: Bearer abc");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE + ", error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer a b", "Bearer a, Bearer b"})
    void a_malformed_header_is_a_bad_request(String value) {
        assertThat(service.http().get("/workspaces", "Authorization: " + value).status())
                .isEqualTo(400);
    }

    @Test
    void several_authorization_headers_are_a_bad_request() {
        String bearer = service.bearer("workspace:read");

        assertThat(service.http().get("/workspaces", bearer, bearer).status()).isEqualTo(400);
    }

    @Test
    void a_store_that_is_down_and_a_full_scheduler_are_not_a_bad_token() {
        verifier().failure = new UnavailableException("the database does not answer", null);
        assertUnavailable();

        verifier().failure = null;
        verifier().busy = true;
        assertUnavailable();
    }

    private static void assertUnavailable() {
        Http.Answer answer = service.http().get("/workspaces", service.bearer("workspace:read"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.headers()).doesNotContainKey("WWW-Authenticate");
    }

    @Test
    void a_bug_in_the_verifier_lets_nobody_through() {
        verifier().failure = new IllegalStateException("a bug");

        assertThat(service.http()
                        .get("/workspaces", service.bearer("workspace:read"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void a_failing_controller_is_not_unauthorized() {
        assertThat(service.http()
                        .get("/throws", service.bearer("workspace:read"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void a_change_with_a_token_needs_no_csrf_token_and_one_without_does() {
        assertThat(service.http()
                        .send("POST", "/changes", service.bearer("workspace:read"))
                        .body())
                .isEqualTo("changed");
        assertThat(service.http().send("POST", "/changes").status()).isEqualTo(403);
    }
}
