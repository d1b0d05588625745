package dev.latchkey;

import dev.latchkey.cache.SecretProofs;
import dev.latchkey.cache.SecretProofs.Finding;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;

/** Hashes secrets and proves presented ones: by digest where a proof is remembered, else by a computation with a permit. */
final class SecretProver {

    private final SecretHasher hasher;
    private final HashingPermits permits;
    private final SecretProofs proofs;

    SecretProver(SecretHasher hasher, HashingPermits permits, SecretProofs proofs) {
        this.hasher = hasher;
        this.permits = permits;
        this.proofs = proofs;
    }

    /** {@return the hash of a token's secret; that it matches is remembered} */
    SecretHash hash(BearerToken token) {
        SecretHash hash = permits.inTurn(token.id(), () -> hasher.hash(token));
        proofs.remember(token, hash);
        return hash;
    }

    /** {@return what is known of a presented secret without computing} */
    Finding find(BearerToken presented, KnownToken token) {
        return proofs.find(presented, token.hash());
    }

    /** {@return whether the secret matches: computed, unless another caller proved the hash during the wait} */
    boolean compute(BearerToken presented, SecretHash stored) {
        return permits.inTurn(presented.id(), () -> switch (proofs.find(presented, stored)) {
            case PROVEN -> true;
            case DISPROVEN -> false;
            case UNKNOWN -> computeNow(presented, stored);
        });
    }

    private boolean computeNow(BearerToken presented, SecretHash stored) {
        boolean matches = hasher.matches(presented, stored);
        if (matches) {
            proofs.remember(presented, stored);
        }
        return matches;
    }

    /** {@return whether a new hash should replace that one, which matched} */
    boolean needsRehash(SecretHash stored) {
        return hasher.needsRehash(stored);
    }
}
