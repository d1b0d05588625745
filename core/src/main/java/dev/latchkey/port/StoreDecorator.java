package dev.latchkey.port;

import org.jspecify.annotations.Nullable;

/**
 * A store that delegates to another, through which the capabilities of the other are found: its {@link ChangeFeed},
 * {@link ChangeTrail}, {@link JoinsCallerTransactions}, {@link ReplicaLookUps}.
 *
 * <p>If the decorator itself implements a capability, it is used instead of the other store.
 */
public interface StoreDecorator extends TokenStore {

    /** {@return the store that it delegates to} */
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
