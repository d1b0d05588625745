package dev.latchkey.resilience;

import dev.latchkey.port.SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A hasher that remembers what matched by the token's id alone, and so for whatever hash is stored later. */
record ProofsById(SecretHasher hasher, Map<TokenId, String> proven) implements SecretHasher {

    static SecretHasher of(SecretHasher hasher) {
        return new ProofsById(hasher, new ConcurrentHashMap<>());
    }

    @Override
    public boolean matches(BearerToken presented, SecretHash stored) {
        if (presented.reveal().equals(proven.get(presented.id()))) {
            return true;
        }
        boolean matches = hasher.matches(presented, stored);
        if (matches) {
            proven.put(presented.id(), presented.reveal());
        }
        return matches;
    }

    @Override
    public SecretHash hash(BearerToken token) {
        return hasher.hash(token);
    }

    @Override
    public boolean needsRehash(SecretHash stored) {
        return hasher.needsRehash(stored);
    }

    @Override
    public long memoryPerHash() {
        return hasher.memoryPerHash();
    }

    @Override
    public long memoryFor(SecretHash stored) {
        return hasher.memoryFor(stored);
    }
}
