package dev.latchkey.proof;

import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretDigest;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VerifierOverloadedException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Hashes secrets and proves presented ones: by digest where a proof is cached, else by a computation with a permit. */
public final class SecretProver {

    private static final System.Logger LOG = System.getLogger("dev.latchkey");
    private static final long BETWEEN_REPORTS = Duration.ofMinutes(1).toNanos();

    private final SecretHasher hasher;
    private final HashingPermits permits;
    private final SecretProofs proofs;
    private final LongAdder oversized = new LongAdder();
    private final AtomicLong nextReport = new AtomicLong(System.nanoTime());

    /**
     * Creates a prover.
     *
     * @param hasher computes hashes
     * @param permits bound how many computations run at once
     * @param proofs caches proofs
     */
    public SecretProver(SecretHasher hasher, HashingPermits permits, SecretProofs proofs) {
        this.hasher = hasher;
        this.permits = permits;
        this.proofs = proofs;
    }

    /**
     * {@return the hash of a new token's secret; its proof is cached}
     *
     * @param token the new token
     */
    public SecretHash hash(BearerToken token) {
        return remembered(token, permits.toIssue(() -> hasher.hash(token)));
    }

    /**
     * {@return another hash of a proven secret; its proof is cached}
     *
     * @param proven the token whose secret was proven
     * @throws VerifierOverloadedException if it would have to wait, because the hash is not urgent
     */
    public SecretHash rehash(BearerToken proven) {
        return remembered(
                proven, permits.withoutWaiting(proven.id(), hasher.memoryPerHash(), () -> hasher.hash(proven)));
    }

    private SecretHash remembered(BearerToken token, SecretHash hash) {
        proofs.remember(token, hash);
        return hash;
    }

    /** What is known about a presented secret. */
    public enum Finding {
        /** It matches. */
        PROVEN,
        /** It does not match. */
        DISPROVEN,
        /** Nothing; the hash has to be computed. */
        UNKNOWN
    }

    /**
     * {@return what is known about a presented secret without computing its hash}
     *
     * @param presented what a client sent
     * @param token the stored hash of that id
     */
    public Finding find(BearerToken presented, ProvenHash token) {
        SecretDigest proof = token.proof();
        if (proof == null) {
            proof = proofs.of(presented.id(), token.hash());
            if (proof == null) {
                return Finding.UNKNOWN;
            }
            token.remember(proof);
        }
        return proof.isOf(presented) ? Finding.PROVEN : Finding.DISPROVEN;
    }

    /**
     * {@return whether the secret matches: computed, unless another caller proved the hash during the wait}
     *
     * @param presented what a client sent
     * @param stored the stored hash of that id
     * @throws TokenStoreException if the stored hash takes more memory than all computations together may
     */
    public boolean compute(BearerToken presented, SecretHash stored) {
        long memory = hasher.memoryFor(stored);
        if (memory > permits.share()) {
            throw oversized(presented.id(), memory);
        }
        return permits.toVerify(presented.id(), memory, () -> {
            SecretDigest proof = proofs.of(presented.id(), stored);
            return proof == null ? computeNow(presented, stored) : proof.isOf(presented);
        });
    }

    private boolean computeNow(BearerToken presented, SecretHash stored) {
        boolean matches = hasher.matches(presented, stored);
        if (matches) {
            proofs.remember(presented, stored);
        }
        return matches;
    }

    /** Logged at most once a minute, because a client may present such a token any number of times. */
    private TokenStoreException oversized(TokenId id, long memory) {
        oversized.increment();
        String message = "the stored hash of token " + id + " takes " + HashingPermits.mebibytes(memory)
                + " to check; all computations together may take " + HashingPermits.mebibytes(permits.share())
                + ", an eighth of the heap. It is not computed, and the token is unavailable";
        long due = nextReport.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextReport.compareAndSet(due, now + BETWEEN_REPORTS)) {
            LOG.log(Level.WARNING, message);
        }
        return new TokenStoreException(message);
    }

    /** {@return how often a stored hash was not computed because it takes too much memory} */
    public long oversized() {
        return oversized.sum();
    }

    /**
     * {@return whether a new hash should replace a stored hash that matched}
     *
     * @param stored the stored hash
     */
    public boolean needsRehash(SecretHash stored) {
        return hasher.needsRehash(stored);
    }
}
