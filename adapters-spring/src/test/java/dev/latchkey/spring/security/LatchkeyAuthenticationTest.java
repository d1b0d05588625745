package dev.latchkey.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.UnverifiedAccessTokens;
import dev.latchkey.Verification.Verified;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** What Spring Security sees of a token. */
class LatchkeyAuthenticationTest {

    private static LatchkeyAuthentication of(String scopes) {
        return LatchkeyAuthentication.of(
                UnverifiedAccessTokens.token(TokenId.of(0, 1), "workspaces/acme", ScopeSet.parse(scopes)));
    }

    @Test
    void authorities_are_the_scopes_as_they_are_written_and_the_bearer_factor() {
        assertThat(of("workspace:read workspace:write@workspaces/acme").getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactlyInAnyOrder(
                        "SCOPE_workspace:read", "SCOPE_workspace:write@workspaces/acme", "FACTOR_BEARER");
    }

    @Test
    void a_scope_that_the_policy_does_not_know_is_no_authority() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .group("Workspaces")
                .permission("workspace:read", "See a workspace")
                .build();
        LatchkeyAuthentication authentication = LatchkeyAuthentication.of(UnverifiedAccessTokens.token(
                TokenId.of(0, 1), "workspaces/acme", ScopeSet.parse("workspace:read removed"), catalog));

        assertThat(authentication.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactly("SCOPE_workspace:read", "FACTOR_BEARER");
    }

    @Test
    void a_scope_that_the_owner_has_lost_is_no_authority() {
        AtomicReference<ScopeSet> rights = new AtomicReference<>(ScopeSet.parse("workspace"));
        try (AccessTokens tokens = AccessTokens.builder(new InMemoryTokenStore())
                .prefix("acme")
                .ownerScopes(owner -> rights.get())
                .build()) {
            String text = tokens.issuer()
                    .issue(IssueRequest.forOwner("workspaces/acme")
                            .grantedByTheService()
                            .describedAs("nightly export")
                            .withScopes("workspace:read", "workspace:write"))
                    .reveal();
            rights.set(ScopeSet.parse("workspace:read"));

            assertThat(LatchkeyAuthentication.of(((Verified) tokens.verifier().verify(text)).token())
                            .getAuthorities())
                    .extracting(GrantedAuthority::getAuthority)
                    .containsExactly("SCOPE_workspace:read", "FACTOR_BEARER");
        }
    }

    @Test
    void it_is_final_and_declares_no_builder_that_a_session_could_be_merged_into() {
        assertThat(Modifier.isFinal(LatchkeyAuthentication.class.getModifiers()))
                .isTrue();
        assertThat(LatchkeyAuthentication.class.getDeclaredMethods())
                .extracting("name")
                .doesNotContain("toBuilder");
    }

    @Test
    void it_is_not_kept_in_a_session() throws Exception {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> out.writeObject(of("workspace:read")));
        }
    }

    @Test
    void it_prints_id_and_owner() {
        Authentication authentication = of("workspace:read");

        assertThat(authentication)
                .hasToString("LatchkeyAuthentication[AccessToken[00000000000000000000000001, owner=workspaces/acme]]");
        assertThat(authentication.getName()).isEqualTo("workspaces/acme");
        assertThat(authentication.getCredentials()).isEqualTo("");
        assertThat(authentication).isNotEqualTo(of("workspace:read")).isEqualTo(authentication);
    }
}
