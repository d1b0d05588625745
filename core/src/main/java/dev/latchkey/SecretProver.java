package dev.latchkey;

import dev.latchkey.cache.SecretProofs;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretDigest;
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

    /** What is known of a presented secret. */
    enum Finding {
        /** It is the one that was hashed. */
        PROVEN,
        /** Another one is. */
        DISPROVEN,
        /** Nothing: it has to be computed. */
        UNKNOWN
    }

    /** {@return what is known of a presented secret without computing} */
    Finding find(BearerToken presented, KnownToken token) {
        SecretDigest proof = token.proof();
        if (proof == null) {
            proof = proofs.of(presented.id(), token.hash());
            if (proof == null) {
                return Finding.UNKNOWN;
            }
            token.remember(proof);
        }
        return presented.hasDigest(proof) ? Finding.PROVEN : Finding.DISPROVEN;
    }

    /** {@return whether the secret matches: computed, unless another caller proved the hash during the wait} */
    boolean compute(BearerToken presented, SecretHash stored) {
        return permits.inTurn(presented.id(), () -> {
            SecretDigest proof = proofs.of(presented.id(), stored);
            return proof == null ? computeNow(presented, stored) : presented.hasDigest(proof);
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
