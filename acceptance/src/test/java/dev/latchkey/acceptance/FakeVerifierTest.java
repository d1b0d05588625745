package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Authorization;
import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.TokenVerifier;
import dev.latchkey.UnverifiedAccessTokens;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fake of docs/http.md. */
class FakeVerifierTest {

    // region fake
    /** Accepts the text "test:" followed by scopes, and nothing else. */
    static final class FakeVerifier implements TokenVerifier {

        @Override
        public Verification verify(@Nullable String text) {
            return text != null && text.startsWith("test:")
                    ? new Verified(UnverifiedAccessTokens.token(
                            TokenId.of(0, 1), "workspaces/acme", ScopeSet.parse(text.substring(5))))
                    : new Rejected(RejectionReason.UNKNOWN);
        }

        @Override
        public Authorization authorize(@Nullable String text, ScopeRequirement required) {
            return Authorization.of(verify(text), required);
        }
    }
    // endregion

    @Test
    void the_fake_verifies_what_a_test_wants() {
        TokenVerifier verifier = new FakeVerifier();

        assertThat(verifier.authorize("test:workspace:read", Scope.of("workspace:read")))
                .isInstanceOf(Permitted.class);
        assertThat(verifier.authorize("test:workspace:read", Scope.of("workspace:write")))
                .isInstanceOf(InsufficientScope.class);
        assertThat(verifier.authorize("anything", Scope.of("workspace:read"))).isInstanceOf(Rejected.class);
        assertThat(verifier.authorize(null, Scope.of("workspace:read"))).isInstanceOf(Rejected.class);
    }
}
