package dev.latchkey.spring.test;

import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.latchkey.spring.security.RequiresScope;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The assertions pass for what is protected, and fail for everything else. */
@WebMvcTest
class ProtectionAssertionsTest {

    private static final String HERE = "workspace:read@workspaces/acme";
    private static final String ELSEWHERE = "workspace:read@workspaces/other";

    @Autowired
    private MockMvc mvc;

    @SpringBootConfiguration
    static class Host {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .authorizeHttpRequests(requests -> requests.requestMatchers("/open")
                            .permitAll()
                            .requestMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyRequest()
                            .authenticated())
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
        @RequiresScope(value = "workspace:read", on = "workspaces/{name}")
        String find(@PathVariable String name) {
            return name;
        }

        @PostMapping("/workspaces")
        @RequiresScope("workspace:write")
        String create(@RequestBody String name) {
            return name;
        }

        @GetMapping({"/open", "/any", "/admin"})
        String forgotten() {
            return "ok";
        }
    }

    // region protected
    @Test
    void the_endpoint_is_protected() throws Exception {
        LatchkeyTest.assertRequiresScope(
                mvc,
                get("/workspaces/acme"),
                "workspace:read@workspaces/acme", // is enough
                "workspace:read@workspaces/other"); // is not
    }
    // endregion

    @Test
    void a_change_is_protected_too() throws Exception {
        LatchkeyTest.assertRequiresScope(
                mvc,
                post("/workspaces").contentType(MediaType.TEXT_PLAIN).content("acme"),
                "workspace:write",
                "workspace:read");
    }

    private static void assertFails(ThrowingCallable assertion, String problem) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageContaining(problem);
    }

    @Test
    void an_endpoint_that_is_not_protected_fails() {
        assertFails(
                () -> LatchkeyTest.assertRequiresScope(mvc, get("/open"), HERE, ELSEWHERE),
                "without a token is answered with 200");
        assertFails(
                () -> LatchkeyTest.assertRequiresScope(mvc, get("/any"), HERE, ELSEWHERE),
                "not protected by a scope: a token with " + ELSEWHERE + " is answered with 200");
        assertFails(
                () -> LatchkeyTest.assertRequiresScope(mvc, get("/admin"), HERE, ELSEWHERE),
                "denied for another reason");
        assertFails(
                () -> LatchkeyTest.assertRequiresScope(mvc, get("/workspaces/acme"), ELSEWHERE, ELSEWHERE),
                "a token with " + ELSEWHERE + " is answered with 403");
    }
}
