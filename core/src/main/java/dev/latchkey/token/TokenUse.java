package dev.latchkey.token;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;

/**
 * When a token was last used, and which of its granted scopes were needed since recording began.
 *
 * <p>Uses are stored beside the record, not in it: many nodes write them often and in batches, and they must never
 * overwrite a change of the record or count as one.
 *
 * <p>At most {@value #MAX_SCOPES} scopes are kept: the first ones in the order of their text. So the union of any
 * number of uses can be stored and read again, and does not depend on the order or repetition of the uses. A use with
 * {@value #MAX_SCOPES} scopes may be incomplete, see {@link #isComplete()}.
 *
 * @param id the token
 * @param lastUsedAt when it was last accepted, in whole milliseconds; sub-millisecond precision is truncated
 * @param usedScopes the granted scopes that were needed so far; may be empty
 */
public record TokenUse(TokenId id, Instant lastUsedAt, ScopeSet usedScopes) {

    /** The most scopes that a use has. */
    public static final int MAX_SCOPES = 64;

    /** The longest scope that a use has, in characters. */
    public static final int MAX_SCOPE_LENGTH = 255;

    /**
     * Makes a use. Of more than {@value #MAX_SCOPES} scopes, those are kept that come first in the order of their text.
     *
     * @throws IllegalArgumentException if the time is out of range ({@link TokenRecord#requireTime}), or a scope is longer
     *     than {@value #MAX_SCOPE_LENGTH} characters
     */
    public TokenUse {
        lastUsedAt = RecordTime.require("lastUsedAt", lastUsedAt);
        for (Scope scope : usedScopes.members()) {
            if (scope.toString().length() > MAX_SCOPE_LENGTH) {
                throw new IllegalArgumentException("a used scope is "
                        + scope.toString().length() + " characters long; at most " + MAX_SCOPE_LENGTH + " are allowed");
            }
        }
        if (usedScopes.members().size() > MAX_SCOPES) {
            usedScopes = ScopeSet.of(usedScopes.members().subList(0, MAX_SCOPES));
        }
    }

    /**
     * {@return whether these are all scopes that were needed; false if there may have been more than a use can have}
     *
     * <p>Do not remove a scope from a token because an incomplete use lacks it.
     */
    public boolean isComplete() {
        return usedScopes.members().size() < MAX_SCOPES;
    }

    /** {@return the length of its stored text, in characters; at most some 16,000} */
    public int textLength() {
        int spaces = Math.max(0, usedScopes.members().size() - 1);
        return TokenId.LENGTH
                + spaces
                + usedScopes.members().stream()
                        .mapToInt(scope -> scope.toString().length())
                        .sum();
    }

    /**
     * {@return both uses as one: the later time, and the scopes of both, at most {@value #MAX_SCOPES}}
     *
     * <p>Associative, commutative and idempotent.
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
