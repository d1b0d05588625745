package dev.latchkey.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationEntryPoint;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tokens and form login in one chain of WebFlux. */
class WebFluxFormLoginTest {

    private static WebService service;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Host {

        // region form-login
        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http, LatchkeyWebFlux latchkey) {
            return latchkey.applyTo(http, new RedirectServerAuthenticationEntryPoint("/login"))
                    .formLogin(form -> form.loginPage("/login"))
                    .authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/login")
                            .permitAll()
                            .pathMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyExchange()
                            .authenticated())
                    .build();
        }
        // endregion

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(User.withUsername("admin")
                    .password("{noop}pw")
                    .roles("ADMIN")
                    .build());
        }

        @Bean
        Endpoints endpoints() {
            return new Endpoints();
        }
    }

    @RestController
    static class Endpoints {

        @GetMapping("/login")
        Mono<String> signIn(
                @RequestAttribute("org.springframework.security.web.server.csrf.CsrfToken") Mono<CsrfToken> csrf) {
            return csrf.map(CsrfToken::getToken);
        }

        @GetMapping({"/read", "/admin"})
        Mono<String> who(Authentication authentication) {
            return Mono.just(authentication.getAuthorities().stream()
                    .map(GrantedAuthority::getAuthority)
                    .sorted()
                    .collect(Collectors.joining(" ")));
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

    @Test
    void browsers_are_sent_to_sign_in_and_programs_are_challenged() {
        Http.Answer browser = service.http().get("/read", "Accept: text/html,*/*;q=0.8");
        assertThat(browser.status()).isEqualTo(302);
        assertThat(browser.header("Location")).isEqualTo("/login");

        assertThat(service.http().get("/read", "Accept: */*").header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"acme\"");
        assertThat(service.http().get("/read").status()).isEqualTo(401);
        assertThat(service.http()
                        .get("/read", "Accept: text/html", "Authorization: Bearer abc")
                        .header("WWW-Authenticate"))
                .contains("invalid_token");
    }

    @Test
    void token_is_not_widened_by_the_session_of_an_administrator() {
        Http.Answer page = service.http().get("/login", "Accept: text/html");
        String before = page.header("Set-Cookie").split(";")[0];
        Http.Answer signedIn =
                service.http().post("/login", "username=admin&password=pw&_csrf=" + page.body(), "Cookie: " + before);
        String session = "Cookie: " + signedIn.header("Set-Cookie").split(";")[0];
        assertThat(service.http().get("/admin", session).body()).contains("ROLE_ADMIN");

        assertThat(service.http()
                        .get("/read", session, service.bearer("workspace:read"))
                        .body())
                .isEqualTo("FACTOR_BEARER SCOPE_workspace:read");
        assertThat(service.http()
                        .get("/admin", session, service.bearer("workspace:read"))
                        .status())
                .isEqualTo(403);
        assertThat(service.http()
                        .get("/read", session, "Authorization: Bearer abc")
                        .status())
                .isEqualTo(401);
    }
}
