package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What docs/revocation.md shows. */
class RevocationBoundTest {

    @Test
    void a_revocation_is_waited_for() {
        InMemoryTokenStore store = new InMemoryTokenStore();
        // region bound
        AccessTokens tokens = AccessTokens.builder(store)
                .prefix("acme")
                .revocationWithin(Duration.ofMillis(100))
                .build();
        // endregion
        IssuedToken issued = tokens.issuer().issue(ExampleService.request());
        TokenId id = issued.id();
        String text = issued.reveal();
        // region await
        tokens.all().revokeAndAwait(id, "laptop lost");
        // From here on no node accepts it, not even from its cache.
        // endregion
        assertThat(tokens.verifier().verify(text)).isEqualTo(new Rejected(RejectionReason.REVOKED));
        // region close
        tokens.close(); // ends the thread that follows the change feed
        // endregion
    }
}
