package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessTokenTest {

    private static final TokenId ID = TokenId.of(1, 2);
    private static final Scope READ_ACME = Scope.of("workspace:read@acme");

    private static AccessToken token(String scopes) {
        return UnverifiedAccessTokens.token(ID, "workspaces/acme", ScopeSet.parse(scopes));
    }

    @Test
    void decision_agrees_with_what_is_permitted() {
        AccessToken token = token("workspace:read@acme");

        assertThat(token.permits(READ_ACME)).isTrue();
        assertThat(token.decide(READ_ACME)).isInstanceOf(ScopeDecision.Allowed.class);
        assertThat(token.permits(Scope.of("workspace:write@acme"))).isFalse();
        assertThat(token.decide(Scope.of("workspace:write@acme"))).isInstanceOf(ScopeDecision.Denied.class);
    }

    @Test
    void resources_are_those_on_which_the_permission_was_granted() {
        AccessToken token = token("workspace:read@acme workspace:write@other");

        assertThat(token.resourcesFor(Scope.of("workspace:read")).contains("acme"))
                .isTrue();
        assertThat(token.resourcesFor(Scope.of("workspace:read")).contains("other"))
                .isFalse();
    }

    @Test
    void token_made_without_verification_has_what_it_was_made_of() {
        AccessToken token = token("workspace:read@acme");

        assertThat(token.id()).isEqualTo(ID);
        assertThat(token.owner()).isEqualTo("workspaces/acme");
        assertThat(token.grantForDisplay()).isEqualTo(ScopeSet.parse("workspace:read@acme"));
        assertThat(token.issuedAt()).isEqualTo(Instant.EPOCH);
        assertThat(token.expiresAt()).isEmpty();
    }

    @Test
    void token_made_without_verification_is_read_by_the_given_policy() {
        ScopeSet workspace = ScopeSet.parse("workspace");

        assertThat(UnverifiedAccessTokens.token(ID, "o", workspace).permits(Scope.of("workspace:read")))
                .isTrue();
        assertThat(UnverifiedAccessTokens.token(ID, "o", workspace, ScopePolicy.exact())
                        .permits(Scope.of("workspace:read")))
                .isFalse();
    }
}
