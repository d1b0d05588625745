package dev.latchkey.spring.test;

import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static dev.latchkey.spring.test.AccessTokenRequestPostProcessor.accessToken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.AccessToken;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.spring.security.CurrentToken;
import dev.latchkey.spring.security.RequiresScope;
import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A slice of a host keeps its filter chain, and signs in with tokens that nobody issued. */
@WebMvcTest
class WebMvcSliceTest {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private ServletContext context;

    @SpringBootConfiguration
    static class Host {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }

        @Bean
        ScopeCatalog scopes() {
            return ScopeCatalog.builder()
                    .group("Workspaces")
                    .permission("workspace:read", "See a workspace")
                    .permission("workspace:write", "Change a workspace")
                    .implies("workspace:read")
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
        String find(@PathVariable String name, @CurrentToken AccessToken token) {
            return name + " for " + token.owner();
        }

        @PostMapping("/workspaces/{name}")
        @RequiresScope(value = "workspace:write", on = "workspaces/{name}")
        String change(@PathVariable String name) {
            return "changed " + name;
        }
    }

    @Test
    void a_request_without_a_token_is_challenged() {
        assertThat(mvc.get().uri("/workspaces/acme"))
                .hasStatus(HttpStatus.UNAUTHORIZED)
                .hasHeader("WWW-Authenticate", "Bearer realm=\"access tokens\"");
    }

    @Test
    void no_presented_token_is_valid_in_a_slice() {
        assertThat(mvc.get().uri("/workspaces/acme").header("Authorization", "Bearer abc"))
                .hasStatus(HttpStatus.UNAUTHORIZED);
    }

    // region signin
    @Test
    @WithAccessToken(scopes = "workspace:write@workspaces/acme", owner = "users/42")
    void a_test_runs_with_the_token_of_its_annotation() {
        assertThat(mvc.get().uri("/workspaces/acme")).hasBodyTextEqualTo("acme for users/42");
        assertThat(mvc.get().uri("/workspaces/other")).hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    void a_request_presents_a_token() {
        assertThat(mvc.get()
                        .uri("/workspaces/acme")
                        .with(accessToken("workspace:read").owner("users/42")))
                .hasBodyTextEqualTo("acme for users/42");
    }
    // endregion

    @Test
    void a_denial_names_the_missing_scope() {
        assertThat(mvc.get().uri("/workspaces/acme").with(accessToken("workspace:read@workspaces/other")))
                .hasStatus(HttpStatus.FORBIDDEN)
                .hasHeader(
                        "WWW-Authenticate",
                        "Bearer realm=\"access tokens\", error=\"insufficient_scope\","
                                + " scope=\"workspace:read@workspaces/acme\"");
    }

    @Test
    void a_change_that_presents_a_token_needs_no_csrf_token() {
        assertThat(mvc.post().uri("/workspaces/acme").with(accessToken("workspace:write")))
                .hasBodyTextEqualTo("changed acme");
    }

    @Test
    void a_token_that_could_not_be_issued_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accessToken("workspace:reed").postProcessRequest(new MockHttpServletRequest(context)))
                .withMessageContaining("workspace:read");
    }
}
