package dev.latchkey.resilience;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.port.TokenStore;
import dev.latchkey.resilience.Operation.Kind;
import dev.latchkey.token.TokenId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How nodes and driver use the library. */
final class Nodes {

    private Nodes() {}

    static AccessTokens open(TokenStore store, Duration bound, InstantSource clock) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Node.CHEAP)
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .clock(clock)
                .revocationWithin(bound)
                .build();
    }

    /** Puts the bound into the store, as the first node does. */
    static void record(TokenStore store, Duration bound) {
        open(store, bound, InstantSource.system()).close();
    }

    /**
     * Ends a token.
     *
     * @param parent the token that issued it, where its end is that one's
     */
    static void end(AccessTokens tokens, Kind kind, TokenId id, @Nullable TokenId parent) {
        switch (kind) {
            case REVOKE -> tokens.all().revoke(id, "leaked");
            case REVOKE_AND_AWAIT -> tokens.all().revokeAndAwait(id, "leaked");
            case DISABLE -> tokens.all().disable(id, "leaked");
            case REVOKE_PARENT -> tokens.all().revoke(Objects.requireNonNull(parent), "leaked");
            case ISSUE, VERIFY, CUT_OFF, LOSE -> throw new IllegalArgumentException("ends no token by itself: " + kind);
        }
    }
}
