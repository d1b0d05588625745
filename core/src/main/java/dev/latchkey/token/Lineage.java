package dev.latchkey.token;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ancestors, family, successor and request of a token. A part of a {@link TokenRecord}.
 *
 * @param ancestors the tokens that it was derived from, its parent last; at most {@value TokenRecord#MAX_ANCESTORS}, all
 *     different
 * @param family the first token of the chain of rotations that it belongs to; its own id if it is the first
 * @param successor the token that replaced it, or null
 * @param requestKey the caller's key that makes issuing idempotent, unique for an owner, 1 to 255 characters of
 *     printable ASCII; or null
 * @param requestDigest a digest of the request that was made under that key, likewise; or null
 */
public record Lineage(
        List<TokenId> ancestors,
        TokenId family,
        @Nullable TokenId successor,
        @Nullable String requestKey,
        @Nullable String requestDigest) {

    /**
     * Makes a lineage.
     *
     * @throws IllegalArgumentException if a value is not allowed in a record
     */
    public Lineage {
        if (ancestors.size() > TokenRecord.MAX_ANCESTORS) {
            throw new IllegalArgumentException(ancestors.size() + " ancestors are more than the "
                    + TokenRecord.MAX_ANCESTORS + " that a token can have");
        }
        if (new HashSet<>(ancestors).size() < ancestors.size()) {
            throw new IllegalArgumentException("a token is twice among the ancestors of another");
        }
        ancestors = List.copyOf(ancestors);
        requireKey("request key", requestKey);
        requireKey("request digest", requestDigest);
    }

    private static void requireKey(String what, @Nullable String text) {
        if (text != null) {
            RecordText.requireAscii(what, text, TokenRecord.MAX_TEXT_LENGTH);
        }
    }

    /**
     * {@return this lineage with a successor}
     *
     * @param token the successor
     */
    public Lineage succeededBy(TokenId token) {
        return new Lineage(ancestors, family, token, requestKey, requestDigest);
    }

    /** {@return the token that this one was derived from, or null} */
    public @Nullable TokenId parent() {
        return ancestors.isEmpty() ? null : ancestors.get(ancestors.size() - 1);
    }

    int textLength() {
        return (requestKey == null ? 0 : requestKey.length()) + (requestDigest == null ? 0 : requestDigest.length());
    }
}
