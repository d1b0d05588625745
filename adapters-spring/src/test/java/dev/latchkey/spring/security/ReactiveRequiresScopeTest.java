package dev.latchkey.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.UnverifiedAccessTokens;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What annotated methods of WebFlux require, on a real port. */
class ReactiveRequiresScopeTest {

    private static final String CHALLENGE = "Bearer realm=\"acme\"";

    private static WebService service;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Host {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http, LatchkeyWebFlux latchkey) {
            return latchkey.applyTo(http)
                    .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                    .build();
        }

        @Bean
        Projects projects() {
            return new Projects();
        }
    }

    @RestController
    static class Projects {

        private static final AtomicInteger CALLS = new AtomicInteger();

        // region requires-scope
        @GetMapping("/projects/{project}")
        @RequiresScope(value = "project:read", on = "projects/{project}")
        Mono<String> find(@PathVariable String project) {
            return Mono.just(project);
        }
        // endregion

        @GetMapping("/projects/{project}/members")
        @RequiresScope(value = "project:read", on = "projects/{project}")
        Flux<String> members(@PathVariable Map<String, String> variables) {
            CALLS.incrementAndGet();
            return Flux.just(variables.get("project"), "ann");
        }

        @GetMapping("/projects")
        @RequiresScope(value = "project:read", anywhere = true)
        Mono<String> list() {
            return Mono.just("all");
        }

        @GetMapping("/plain/{project}")
        @RequiresScope(value = "project:read", on = "projects/{project}")
        String plain(@PathVariable String project) {
            CALLS.incrementAndGet();
            return project;
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

    private static Projects projects() {
        return service.context().getBean(Projects.class);
    }

    private static LatchkeyAuthentication token(String scopes) {
        return LatchkeyAuthentication.of(UnverifiedAccessTokens.token(
                TokenId.of(0, 1), "workspaces/acme", ScopeSet.parse(scopes), ScopePolicy.hierarchical()));
    }

    @Test
    void the_resource_is_bound_to_the_path_variable() {
        String bearer = service.bearer("project:read@projects/a");

        assertThat(service.http().get("/projects/a", bearer).body()).isEqualTo("a");
        Http.Answer denied = service.http().get("/projects/b", bearer);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.header("WWW-Authenticate"))
                .isEqualTo(CHALLENGE + ", error=\"insufficient_scope\", scope=\"project:read@projects/b\"");
    }

    @Test
    void a_flux_and_a_variable_of_the_mapping_that_is_no_parameter_are_authorized_too() {
        String bearer = service.bearer("project:read@projects/a");

        assertThat(service.http().get("/projects/a/members", bearer).body()).contains("a", "ann");
        int before = Projects.CALLS.get();
        assertThat(service.http().get("/projects/b/members", bearer).status()).isEqualTo(403);
        assertThat(Projects.CALLS).hasValue(before);
    }

    @Test
    void some_resource_is_enough_for_a_list() {
        assertThat(service.http()
                        .get("/projects", service.bearer("project:read@projects/a"))
                        .status())
                .isEqualTo(200);
        assertThat(service.http()
                        .get("/projects", service.bearer("team:read@projects/a"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_request_without_a_token_is_challenged() {
        Http.Answer answer = service.http().get("/projects/a");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
    }

    @Test
    void a_method_whose_type_is_not_reactive_is_denied() {
        int before = Projects.CALLS.get();

        assertThat(service.http()
                        .get("/plain/a", service.bearer("project:read"))
                        .status())
                .isEqualTo(403);
        assertThat(Projects.CALLS).hasValue(before);
    }

    @Test
    void requests_at_the_same_time_are_authorized_by_their_own_tokens() {
        String a = service.bearer("project:read@projects/a");
        String b = service.bearer("project:read@projects/b");

        assertThat(IntStream.range(0, 64)
                        .parallel()
                        .mapToObj(i -> service.http()
                                        .get("/projects/a", i % 2 == 0 ? a : b)
                                        .status()
                                == (i % 2 == 0 ? 200 : 403)))
                .containsOnly(true);
    }

    @Test
    void a_call_is_authorized_by_its_subscriber_and_not_by_its_thread() {
        SecurityContextHolder.getContext().setAuthentication(token("project:read"));
        try {
            Mono<String> call = projects().find("a");

            assertThatThrownBy(call::block).isInstanceOf(AuthorizationDeniedException.class);
            assertThat(call.contextWrite(ReactiveSecurityContextHolder.withAuthentication(token("project:read")))
                            .block())
                    .isEqualTo("a");
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
