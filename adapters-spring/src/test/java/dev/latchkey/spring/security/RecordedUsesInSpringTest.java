package dev.latchkey.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Spring verifies in a filter and decides later; what it permits is a use nevertheless. */
class RecordedUsesInSpringTest {

    @Test
    void what_a_rule_permits_is_recorded_and_what_it_denies_is_not() {
        AccessTokens tokens = AccessTokens.builder(new InMemoryTokenStore())
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .recordingUses(Duration.ofDays(1))
                .build();
        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes("workspace", "members:read")
                        .grantedByTheService());
        LatchkeyAuthentication token =
                LatchkeyAuthentication.of(((Verified) tokens.verifier().verify(issued.reveal())).token());

        assertThat(ScopeAuthorizationResult.of(token, Scope.of("workspace:read"))
                        .isGranted())
                .isTrue();
        assertThat(ScopeAuthorizationResult.of(token, Scope.of("members:write")).isGranted())
                .isFalse();

        tokens.close();
        assertThat(tokens.all().usage(issued.id()).orElseThrow().usedScopes())
                .isEqualTo(ScopeSet.parse("workspace:read"));
    }
}
