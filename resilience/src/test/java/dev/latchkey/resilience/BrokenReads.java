package dev.latchkey.resilience;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stores that answer a look-up with less than what is committed. */
final class BrokenReads {

    private BrokenReads() {}

    static TokenStore staleWhileRevalidate(TokenStore store) {
        Map<Set<TokenId>, Snapshot> last = new ConcurrentHashMap<>();
        return lookingUp(store, (ids, notBefore) -> {
            Snapshot fresh = store.findCommitted(ids, notBefore);
            Snapshot stale = last.put(ids, fresh);
            return stale != null ? stale : fresh;
        });
    }

    static TokenStore staleIfError(TokenStore store) {
        Map<Set<TokenId>, Snapshot> last = new ConcurrentHashMap<>();
        return lookingUp(store, (ids, notBefore) -> {
            try {
                Snapshot fresh = store.findCommitted(ids, notBefore);
                last.put(ids, fresh);
                return fresh;
            } catch (TokenStoreException e) {
                Snapshot stale = last.get(ids);
                if (stale == null) {
                    throw e;
                }
                return stale;
            }
        });
    }

    static TokenStore negativeCaching(TokenStore store) {
        Map<Set<TokenId>, Snapshot> absent = new ConcurrentHashMap<>();
        return lookingUp(store, (ids, notBefore) -> {
            Snapshot known = absent.get(ids);
            Snapshot found = known != null ? known : store.findCommitted(ids, notBefore);
            if (found.records().isEmpty()) {
                absent.put(ids, found);
            }
            return found;
        });
    }

    static TokenStore withoutAPosition(TokenStore store) {
        return lookingUp(store, (ids, notBefore) -> store.findCommitted(ids, null));
    }

    /** What a look-up of a token is answered with. */
    private interface LookUp {
        Snapshot of(Set<TokenId> ids, @Nullable FeedPosition notBefore);
    }

    @SuppressWarnings("unchecked") // The arguments are the method's.
    private static TokenStore lookingUp(TokenStore store, LookUp lookUp) {
        return (TokenStore) Proxy.newProxyInstance(
                BrokenReads.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("findCommitted") && !((Set<?>) arguments[0]).isEmpty()) {
                        FeedPosition notBefore = arguments.length == 1 ? null : (FeedPosition) arguments[1];
                        return lookUp.of((Set<TokenId>) arguments[0], notBefore);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
