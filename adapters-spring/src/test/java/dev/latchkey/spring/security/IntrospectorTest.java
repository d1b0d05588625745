package dev.latchkey.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.token.UnavailableException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;

/** Tokens in a resource server of opaque tokens, on a real port. */
class IntrospectorTest {

    private static final String ON = "latchkey.opaque-token-introspector=true";

    @Configuration(proxyBeanMethods = false)
    static class ResourceServerOfOpaqueTokens {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.oauth2ResourceServer(server -> server.opaqueToken(withDefaults()))
                    .formLogin(withDefaults())
                    .authorizeHttpRequests(WebService::rules)
                    .build();
        }
    }

    @Test
    void token_is_accepted_and_not_widened_by_the_session_of_an_administrator() {
        try (WebService service = WebService.start(ResourceServerOfOpaqueTokens.class, ON)) {
            String session = BesideOthersTest.sessionOf(service.http());
            assertThat(service.http().get("/admin", session).body()).contains("ROLE_ADMIN");

            assertThat(service.http()
                            .get("/read", session, service.bearer("workspace:read"))
                            .body())
                    .isEqualTo("workspaces/acme [FACTOR_BEARER, SCOPE_workspace:read]");
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

    @Test
    void store_that_is_down_is_not_a_bad_token() {
        try (WebService service = WebService.start(ResourceServerOfOpaqueTokens.class, ON)) {
            service.verifier().failure = new UnavailableException("the database does not answer", null);

            assertThat(service.http()
                            .get("/read", "Authorization: Bearer acme_any")
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void introspector_is_published_only_if_a_property_says_so() {
        try (WebService service = WebService.start(WebService.Alone.class)) {
            assertThat(service.context().getBeanNamesForType(OpaqueTokenIntrospector.class))
                    .isEmpty();
        }
        try (WebService service =
                WebService.startOn(WebService.Hosts.class, WebService.Alone.class, ON, "latchkey.enabled=false")) {
            assertThat(service.context().getBeanNamesForType(OpaqueTokenIntrospector.class))
                    .isEmpty();
        }
    }

    @Test
    void principal_of_another_introspector_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatchkeyIntrospection.converter()
                        .convert("text", new DefaultOAuth2AuthenticatedPrincipal(Map.of("sub", "ann"), List.of())))
                .withMessageContaining("DefaultOAuth2AuthenticatedPrincipal");
    }
}
