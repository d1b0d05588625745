package dev.latchkey.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;

/**
 * What granted scopes give under the service's policy, remembered by their text: many tokens have the same.
 *
 * <p>Bounded by size. Thread-safe.
 */
public final class CompiledGrants {

    private final LoadingCache<String, CompiledScopes> grants;

    /**
     * Makes an empty memory.
     *
     * @param policy what decides
     * @param maximumSize how many grants are kept at the most
     */
    public CompiledGrants(ScopePolicy policy, long maximumSize) {
        this.grants = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .build(text -> policy.compile(ScopeSet.parse(text)));
    }

    /**
     * {@return what those scopes give}
     *
     * @param text scopes with spaces between them, as a record has them
     * @throws IllegalArgumentException if that is not what the text is
     */
    public CompiledScopes of(String text) {
        return grants.get(text);
    }
}
