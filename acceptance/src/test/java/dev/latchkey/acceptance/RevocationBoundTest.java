package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
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

    @Test
    void heartbeats_are_required() {
        InMemoryTokenStore store = new InMemoryTokenStore();
        // region heartbeats
        AccessTokens tokens = AccessTokens.builder(store)
                .prefix("acme")
                .revocationWithin(Duration.ofSeconds(1))
                .requiringHeartbeats()
                .build();
        // endregion
        IssuedToken issued = tokens.issuer().issue(ExampleService.request());
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        assertThat(tokens.statistics().records().feed().heartbeats()).isPositive();
        tokens.close();
    }
}
