package dev.latchkey.spring.test;

import dev.latchkey.UnverifiedAccessTokens;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.spring.security.LatchkeyAuthentication;
import dev.latchkey.token.TokenId;
import java.util.Arrays;

/** Authentications by tokens that were not issued. */
final class TestTokens {

    private static final TokenId ID = TokenId.of(0, 1);

    private TestTokens() {}

    /** {@return the authentication, or throws if a scope is unknown to the policy: such a token could not be issued} */
    static LatchkeyAuthentication authentication(String owner, String[] scopes, ScopePolicy policy) {
        ScopeSet granted =
                policy.expand(ScopeSet.of(Arrays.stream(scopes).map(Scope::of).toList()));
        policy.requireKnown(granted);
        return LatchkeyAuthentication.of(UnverifiedAccessTokens.token(ID, owner, granted, policy));
    }
}
