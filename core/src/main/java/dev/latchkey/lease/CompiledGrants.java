package dev.latchkey.lease;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;

/**
 * What scopes give under the service's policy, compiled once for each distinct set: many tokens have the same scopes, and
 * many owners the same rights.
 *
 * <p>Bounded by the number of scopes in all sets together. Thread-safe.
 */
public final class CompiledGrants {

    private final LoadingCache<String, CompiledScopes> stored;
    private final LoadingCache<ScopeSet, CompiledScopes> sets;

    /**
     * Makes an empty cache.
     *
     * @param policy the policy
     * @param maximumScopes the most scopes that are cached in the sets of tokens, and likewise in those of owners
     */
    public CompiledGrants(ScopePolicy policy, long maximumScopes) {
        this.stored = Caffeine.newBuilder()
                .maximumWeight(maximumScopes)
                .<String, CompiledScopes>weigher((text, compiled) -> weight(compiled.granted()))
                .executor(Runnable::run)
                .build(text -> policy.compile(ScopeSet.parse(text)));
        this.sets = Caffeine.newBuilder()
                .maximumWeight(maximumScopes)
                .<ScopeSet, CompiledScopes>weigher((set, compiled) -> weight(set))
                .executor(Runnable::run)
                .build(policy::compile);
    }

    private static int weight(ScopeSet scopes) {
        return 1 + scopes.members().size();
    }

    /**
     * {@return what those scopes give}
     *
     * @param text scopes with spaces between them, as a record has them
     * @throws IllegalArgumentException if the text is malformed
     */
    public CompiledScopes of(String text) {
        return stored.get(text);
    }

    /**
     * {@return what those scopes give}
     *
     * @param scopes the rights of an owner
     */
    public CompiledScopes of(ScopeSet scopes) {
        return sets.get(scopes);
    }
}
