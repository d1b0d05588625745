package dev.latchkey.port;

import org.jspecify.annotations.Nullable;

/**
 * A store that passes calls on to another, so that the capabilities of the other are found through it: its
 * {@link ChangeFeed}, {@link ChangeTrail}, {@link JoinsCallerTransactions}, {@link ReplicaLookUps}.
 *
 * <p>A decorator that implements a capability itself is asked instead of the other store.
 */
public interface StoreDecorator extends TokenStore {

    /** {@return the store that calls are passed on to} */
    TokenStore decorated();

    /**
     * {@return a store's capability: its own, or that of the store that it decorates; null if none has it}
     *
     * @param store the store
     * @param capability the capability's interface
     * @param <T> the capability's type
     */
    static <T> @Nullable T capability(TokenStore store, Class<T> capability) {
        TokenStore present = store;
        while (!capability.isInstance(present)) {
            if (!(present instanceof StoreDecorator decorator)) {
                return null;
            }
            present = decorator.decorated();
        }
        return capability.cast(present);
    }
}
