package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.ReactiveLatchkeyAuthorization.requires;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.token.TokenId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** BlockHound finds nothing that blocks the event loop, although the store and the hashing block. */
class EventLoopTest {

    private static final List<String> BLOCKED = new CopyOnWriteArrayList<>();

    /** Blocks as a database does. */
    static final class BlockingStore extends DelegatingTokenStore<InMemoryTokenStore> {

        BlockingStore() {
            super(new InMemoryTokenStore());
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            LockSupport.parkNanos(1);
            return super.findCommitted(ids, notBefore);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Host {

        @Bean
        TokenStore store() {
            return new BlockingStore();
        }

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http, LatchkeyWebFlux latchkey) {
            return latchkey.applyTo(http)
                    .authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/blocks")
                            .permitAll()
                            .anyExchange()
                            .access(requires("workspace:read")))
                    .build();
        }

        @Bean
        Endpoints endpoints() {
            return new Endpoints();
        }
    }

    @RestController
    static class Endpoints {

        @GetMapping("/blocks")
        Mono<String> blocks() {
            LockSupport.parkNanos(1);
            return Mono.just("blocked");
        }

        @GetMapping("/projects/{project}")
        @RequiresScope(value = "workspace:read", on = "projects/{project}")
        Mono<String> find(@PathVariable String project) {
            return Mono.just(project);
        }

        @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<String> events() {
            return Flux.just("first", "second");
        }
    }

    @BeforeAll
    static void release() {
        BlockHound.builder()
                .loadIntegrations()
                .blockingMethodCallback(
                        method -> BLOCKED.add(Thread.currentThread().getName() + ": " + method))
                .install();
    }

    @BeforeEach
    void clear() {
        BLOCKED.clear();
    }

    private static void visit(WebService service) {
        String bearer = service.bearer("workspace:read");
        String other = service.bearer("billing:read");
        for (int i = 0; i < 3; i++) {
            assertThat(service.http().get("/projects/a", bearer).body()).isEqualTo("a");
            assertThat(service.http().get("/projects/a", other).status()).isEqualTo(403);
            assertThat(service.http()
                            .get("/projects/a", "Authorization: Bearer abc")
                            .status())
                    .isEqualTo(401);
            assertThat(service.http().get("/projects/a").status()).isEqualTo(401);
            assertThat(service.http().get("/events", bearer).body()).contains("data:first", "data:second");
        }
    }

    @Test
    void nothing_blocks_where_every_verification_reads_the_store() {
        try (WebService service = WebService.startReactive(Host.class)) {
            visit(service);

            assertThat(BLOCKED).isEmpty();
        }
    }

    @Test
    void nothing_blocks_where_records_are_cached() {
        try (WebService service = WebService.startReactive(
                Host.class, "latchkey.revocation-within=1m", "latchkey.record-uses-every=1s")) {
            visit(service);

            assertThat(BLOCKED).isEmpty();
        }
    }

    @Test
    void what_blocks_is_found() {
        try (WebService service = WebService.startReactive(Host.class)) {
            assertThat(service.http().get("/blocks").body()).isEqualTo("blocked");

            assertThat(BLOCKED).isNotEmpty();
        }
    }
}
