package dev.latchkey.port;

import dev.latchkey.scope.ScopeSet;

/**
 * What owners may do themselves, now: the host application's own answer.
 *
 * <p>Where a host gives this, a token is permitted something only if its owner is too, so that the tokens of an owner who
 * loses rights lose them at once.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface OwnerScopes {

    /**
     * {@return the owner's present rights; the empty set for an owner who has none or is unknown}
     *
     * <p>Asked at each verification; it should be fast. Whatever it throws makes the answer "not now", never "yes".
     *
     * @param owner the owner of a token
     */
    ScopeSet scopesOf(String owner);
}
