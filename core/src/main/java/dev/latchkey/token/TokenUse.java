package dev.latchkey.token;

import dev.latchkey.scope.ScopeSet;
import java.time.Instant;

/**
 * What is known of a token's use: when it was last used, and which of its granted scopes were ever needed.
 *
 * <p>Uses live beside the record, not in it: they are written often, in batches, by many nodes at once, and must never
 * overwrite a change of the record or count as one.
 *
 * @param id the token
 * @param lastUsedAt when it was last accepted, in whole milliseconds (what is finer is cut off)
 * @param usedScopes the granted scopes that were needed so far; may be empty
 */
public record TokenUse(TokenId id, Instant lastUsedAt, ScopeSet usedScopes) {

    public TokenUse {
        lastUsedAt = RecordTime.require("lastUsedAt", lastUsedAt);
    }

    /**
     * {@return what both tell: the later time, and the scopes of both}
     *
     * @param other another use of the same token
     * @throws IllegalArgumentException if the other is of another token
     */
    public TokenUse and(TokenUse other) {
        if (!id.equals(other.id)) {
            throw new IllegalArgumentException("uses of two tokens: " + id + " and " + other.id);
        }
        Instant later = lastUsedAt.isAfter(other.lastUsedAt) ? lastUsedAt : other.lastUsedAt;
        return new TokenUse(id, later, usedScopes.union(other.usedScopes));
    }
}
