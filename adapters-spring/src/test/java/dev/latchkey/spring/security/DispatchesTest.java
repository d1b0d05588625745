package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.LatchkeyAuthorization.requires;
import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.AccessToken;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A token counts in every dispatch of its request, and a forward is no way around a rule. On a real port. */
class DispatchesTest {

    private static WebService service;

    @Configuration(proxyBeanMethods = false)
    static class Host {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/secret")
                            .access(requires("secret:read"))
                            .anyRequest()
                            .access(requires("workspace:read")))
                    .build();
        }

        @Bean
        Dispatches dispatches() {
            return new Dispatches();
        }
    }

    @RestController
    static class Dispatches {

        @GetMapping("/secret")
        String secret() {
            return "the secret";
        }

        @GetMapping("/plain")
        String plain(@CurrentToken AccessToken token) {
            return "plain for " + token.owner();
        }

        @GetMapping("/forward/plain")
        void toPlain(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            request.getRequestDispatcher("/plain").forward(request, response);
        }

        @GetMapping("/forward/secret")
        void toSecret(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
            request.getRequestDispatcher("/secret").forward(request, response);
        }

        @GetMapping("/include/secret")
        void includingSecret(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            RequestDispatcher secret = request.getRequestDispatcher("/secret");
            secret.include(request, response);
        }

        @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        SseEmitter events(@CurrentToken AccessToken token) {
            SseEmitter emitter = new SseEmitter();
            new Thread(() -> {
                        try {
                            emitter.send("first for " + token.owner());
                            emitter.send("second");
                            emitter.complete();
                        } catch (IOException e) {
                            emitter.completeWithError(e);
                        }
                    })
                    .start();
            return emitter;
        }

        @GetMapping("/async")
        DeferredResult<String> later() {
            DeferredResult<String> result = new DeferredResult<>();
            new Thread(() -> result.setResult("later")).start();
            return result;
        }

        @GetMapping("/fails")
        String fails() {
            throw new IllegalStateException("a bug of the host's");
        }

        @GetMapping("/async/fails")
        DeferredResult<String> failsLater() {
            DeferredResult<String> result = new DeferredResult<>();
            new Thread(() -> result.setErrorResult(new IllegalStateException("a bug of the host's"))).start();
            return result;
        }
    }

    @BeforeAll
    static void start() {
        service = WebService.start(Host.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void forward_has_the_token_of_its_request_which_is_verified_once() {
        String bearer = service.bearer("workspace:read");
        int before = service.verifier().calls.get();

        assertThat(service.http().get("/forward/plain", bearer).body()).isEqualTo("plain for workspaces/acme");
        assertThat(service.verifier().calls.get()).isEqualTo(before + 1);
    }

    @Test
    void forward_and_include_are_no_way_around_the_rule_of_their_target() {
        String reader = service.bearer("workspace:read");
        String both = service.bearer("*");
        long before = denied();

        assertThat(service.http().get("/forward/secret", reader).status()).isEqualTo(403);
        assertThat(service.http().get("/include/secret", reader).body()).doesNotContain("the secret");
        assertThat(service.http().get("/forward/secret", both).body()).isEqualTo("the secret");
        assertThat(denied()).isEqualTo(before + 2);
    }

    private static long denied() {
        return service.tokens().statistics().verifications().insufficientScope();
    }

    @Test
    void stream_of_events_is_sent_to_a_token_with_the_scope_alone() {
        Http.Answer stream =
                service.http().get("/events", service.bearer("workspace:read"), "Accept: text/event-stream");

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.body()).contains("data:first for workspaces/acme", "data:second");
        assertThat(service.http()
                        .get("/events", service.bearer("billing:read"), "Accept: text/event-stream")
                        .status())
                .isEqualTo(403);
        assertThat(service.http().get("/events", "Accept: text/event-stream").status())
                .isEqualTo(401);
    }

    /** The token may end while the request runs, and what was counted once is not counted again. */
    @ParameterizedTest
    @ValueSource(strings = {"/async", "/async/fails", "/fails", "/unknown"})
    void asynchronous_and_error_dispatches_use_the_verification_of_their_request(String path) {
        String bearer = service.bearer("workspace:read");
        int before = service.verifier().calls.get();

        assertThat(service.http().get(path, bearer).status()).isNotIn(401, 403);
        assertThat(service.verifier().calls).hasValue(before + 1);
    }

    @Test
    void failures_are_not_unauthorized() {
        String bearer = service.bearer("workspace:read");

        assertThat(service.http().get("/async/fails", bearer).status()).isEqualTo(500);
        assertThat(service.http().get("/fails", bearer).status()).isEqualTo(500);
        assertThat(service.http().get("/unknown", bearer).status()).isEqualTo(404);
    }
}
