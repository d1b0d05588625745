package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.InstantSource;

/** How nodes and driver use the library. */
final class Nodes {

    private Nodes() {}

    static AccessTokens open(JdbcTokenStore store, Duration bound, InstantSource clock) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Node.CHEAP)
                .clock(clock)
                .revocationWithin(bound)
                .build();
    }

    /** Puts the bound into the store, as the first node does. */
    static void record(JdbcTokenStore store, Duration bound) {
        open(store, bound, InstantSource.system()).close();
    }

    static void revoke(AccessTokens tokens, TokenId id, boolean await) {
        if (await) {
            tokens.all().revokeAndAwait(id, "leaked");
        } else {
            tokens.all().revoke(id, "leaked");
        }
    }
}
