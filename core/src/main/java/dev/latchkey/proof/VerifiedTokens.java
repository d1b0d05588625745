package dev.latchkey.proof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.token.TokenId;

/**
 * The tokens that this node has accepted, so that the first time can be reported.
 *
 * <p>Bounded by size: an evicted token counts as new. Thread-safe.
 */
public final class VerifiedTokens {

    private final Cache<TokenId, Boolean> ids;

    /**
     * Creates an empty set.
     *
     * @param maximumSize the most tokens that are remembered
     */
    public VerifiedTokens(long maximumSize) {
        this.ids = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Adds a token.
     *
     * @param id the token
     * @return whether it is new
     */
    public boolean add(TokenId id) {
        return ids.getIfPresent(id) == null && ids.asMap().putIfAbsent(id, Boolean.TRUE) == null;
    }
}
