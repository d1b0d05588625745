package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The answers to requests that an annotation denies. */
class MethodSecurityOnThePortTest {

    private static WebService service;

    @BeforeAll
    static void start() {
        service = WebService.start(Annotated.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    static class Annotated {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }

        @Bean
        Projects projects() {
            return new Projects();
        }
    }

    @RestController
    static class Projects {

        @GetMapping("/projects/{project}")
        @RequiresScope(value = "project:read", on = "projects/{project}")
        String find(@PathVariable String project) {
            return project;
        }

        @GetMapping("/teams/{team}/members")
        @RequiresScope(value = "team:read", on = "teams/{team}")
        String members(@PathVariable Map<String, String> variables) {
            return variables.get("team");
        }
    }

    @Test
    void a_scope_on_the_resource_of_the_path_is_required() {
        String bearer = service.bearer("project:read@projects/a");

        assertThat(service.http().get("/projects/a", bearer).body()).isEqualTo("a");
        Http.Answer denied = service.http().get("/projects/b", bearer);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"acme\", error=\"insufficient_scope\", scope=\"project:read@projects/b\"");
    }

    @Test
    void a_variable_of_the_mapping_that_is_no_parameter_is_bound_too() {
        String bearer = service.bearer("team:read@teams/a");

        assertThat(service.http().get("/teams/a/members", bearer).body()).isEqualTo("a");
        assertThat(service.http().get("/teams/b/members", bearer).status()).isEqualTo(403);
    }

    @Test
    void a_request_without_a_token_is_challenged() {
        Http.Answer answer = service.http().get("/projects/a");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"acme\"");
    }
}
