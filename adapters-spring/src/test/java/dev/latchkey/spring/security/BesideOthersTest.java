package dev.latchkey.spring.security;

import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.TokenVerifier;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;

/** Tokens beside sessions, form login and an OAuth2 resource server. */
class BesideOthersTest {

    static String sessionOf(Http http) {
        Http.Answer page = http.get("/login", "Accept: text/html");
        String csrf = page.body().replaceAll("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
        String before = page.header("Set-Cookie").split(";")[0];
        Http.Answer signedIn =
                http.send("POST", "/login?username=admin&password=pw&_csrf=" + csrf, "Cookie: " + before);
        return "Cookie: " + signedIn.header("Set-Cookie").split(";")[0];
    }

    @Test
    void a_token_is_not_widened_by_the_session_of_an_administrator() {
        try (WebService service = WebService.start(WebService.BesideFormLogin.class)) {
            String session = sessionOf(service.http());
            assertThat(service.http().get("/admin", session).body()).contains("ROLE_ADMIN");

            assertThat(service.http()
                            .get("/admin", session, service.bearer("workspace:read"))
                            .status())
                    .isEqualTo(403);
            assertThat(service.http()
                            .get("/read", session, service.bearer("workspace:read"))
                            .body())
                    .isEqualTo("workspaces/acme [FACTOR_BEARER, SCOPE_workspace:read]");
            assertThat(service.http()
                            .get("/read", session, "Authorization: Bearer abc")
                            .status())
                    .isEqualTo(401);
            assertThat(service.http().get("/admin", session).body()).doesNotContain("SCOPE_");
        }
    }

    @Test
    void a_sign_in_beside_a_token_does_not_take_over_what_the_token_may_do() {
        try (WebService service = WebService.start(WebService.BesideFormLogin.class)) {
            Http.Answer signedIn =
                    service.http().send("POST", "/login?username=admin&password=pw", service.bearer("workspace:write"));
            String session = "Cookie: " + signedIn.header("Set-Cookie").split(";")[0];

            assertThat(service.http().get("/read", session).body()).doesNotContain("SCOPE_");
            assertThat(service.http().get("/write", session).status()).isEqualTo(403);
        }
    }

    @Test
    void browsers_are_sent_to_sign_in_and_programs_are_challenged() {
        try (WebService service = WebService.start(WebService.BesideFormLogin.class)) {
            assertThat(service.http()
                            .get("/read", "Accept: text/html,*/*;q=0.8")
                            .status())
                    .isEqualTo(302);
            assertThat(service.http().get("/read", "Accept: */*").header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"acme\"");
        }
    }

    @Test
    void bodies_are_problems_where_the_properties_say_so() {
        try (WebService service = WebService.start(
                WebService.Alone.class, "latchkey.http.body-style=problem", "latchkey.http.realm=the API")) {
            Http.Answer answer = service.http().get("/read");

            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"the API\"");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
    }

    /** Knows one token. */
    static final class OneJwt implements JwtDecoder {

        private final List<String> seen = new ArrayList<>();

        @Override
        public Jwt decode(String token) {
            seen.add(token);
            if (!token.equals("eyJ.a.jwt")) {
                throw new BadJwtException("not a JWT");
            }
            return Jwt.withTokenValue(token)
                    .header("alg", "none")
                    .subject("somebody")
                    .expiresAt(Instant.MAX)
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Jwts {

        @Bean
        OneJwt decoder() {
            return new OneJwt();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BesideJwt extends Jwts {

        // region jwt
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), c -> c.besideResourceServer())
                    .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                    .authorizeHttpRequests(WebService::rules)
                    .build();
        }
        // endregion
    }

    @Test
    void a_jwt_and_a_token_share_one_header() {
        try (WebService service = WebService.start(BesideJwt.class)) {
            OneJwt decoder = service.context().getBean(OneJwt.class);

            assertThat(service.http()
                            .get("/read", service.bearer("workspace:read"))
                            .body())
                    .startsWith("workspaces/acme");
            assertThat(service.http()
                            .get("/read", "Authorization: Bearer acme_forged")
                            .header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"acme\", error=\"invalid_token\"");
            assertThat(decoder.seen).isEmpty();

            int verified = service.verifier().calls.get();
            assertThat(service.http()
                            .get("/read", "Authorization: Bearer eyJ.a.jwt")
                            .body())
                    .startsWith("somebody");
            assertThat(service.http()
                            .get("/read", "Authorization: Bearer unknown")
                            .status())
                    .isEqualTo(401);
            assertThat(service.verifier().calls.get()).isEqualTo(verified);
            assertThat(service.http()
                            .get("/write", service.bearer("workspace:read"))
                            .header("WWW-Authenticate"))
                    .contains("scope=\"workspace:read workspace:write\"");
            assertThat(service.http()
                            .get("/read", service.bearer("workspace:read"), "Authorization: Bearer eyJ.a.jwt")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OneResolver extends Jwts {

        @Bean
        SecurityFilterChain chain(HttpSecurity http, TokenVerifier verifier, TokenFormat format, OneJwt decoder) {
            return http.oauth2ResourceServer(
                            server -> server.authenticationManagerResolver(new LatchkeyAuthenticationManagerResolver(
                                    verifier, format, new JwtAuthenticationProvider(decoder)::authenticate)))
                    .formLogin(withDefaults())
                    .authorizeHttpRequests(WebService::rules)
                    .build();
        }
    }

    @Test
    void a_resolver_chooses_by_prefix_and_a_session_does_not_widen_its_token() {
        try (WebService service = WebService.start(OneResolver.class)) {
            String session = sessionOf(service.http());

            assertThat(service.http()
                            .get("/read", session, service.bearer("workspace:read"))
                            .body())
                    .isEqualTo("workspaces/acme [FACTOR_BEARER, SCOPE_workspace:read]");
            assertThat(service.http()
                            .get("/read", "Authorization: Bearer eyJ.a.jwt")
                            .body())
                    .startsWith("somebody");
            assertThat(service.http()
                            .get("/read", "Authorization: Bearer acme_forged")
                            .status())
                    .isEqualTo(401);

            service.verifier().failure = new UnavailableException("the database does not answer", null);
            assertThat(service.http()
                            .get("/read", "Authorization: Bearer acme_any")
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void a_resolver_needs_a_prefix() {
        assertThatThrownBy(() -> new LatchkeyAuthenticationManagerResolver(
                        (TokenVerifier) null, TokenFormat.plain(), authentication -> authentication))
                .hasMessageContaining("without a prefix");
    }

    @Configuration(proxyBeanMethods = false)
    static class Undecided extends Jwts {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), withDefaults())
                    .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class BesideNothing {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.with(latchkey(), c -> c.besideResourceServer()).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithoutPrefix extends BesideJwt {

        @Bean
        TokenFormat format() {
            return TokenFormat.plain();
        }
    }

    private static void assertRefused(Class<?> configuration, String problem) {
        assertThatThrownBy(() -> WebService.start(configuration))
                .rootCause()
                .isInstanceOf(LatchkeyConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void a_chain_whose_bearer_tokens_cannot_be_told_apart_is_refused() {
        assertRefused(Undecided.class, "nothing separates their bearer tokens");
        assertRefused(WithoutPrefix.class, "ours have no prefix");
        assertRefused(BesideNothing.class, "without an OAuth2 resource server");
    }

    @Test
    void without_latchkey_a_chain_starts_and_a_token_opens_nothing() {
        try (WebService service =
                WebService.startOn(WebService.Hosts.class, WebService.Alone.class, "latchkey.enabled=false")) {
            assertThat(service.http().get("/read", "Authorization: Bearer abc").status())
                    .isEqualTo(403);
            assertThat(service.http().get("/public").status()).isEqualTo(200);
        }
    }
}
