package dev.latchkey;

import dev.latchkey.cache.SecretProofs.Finding;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreState;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenRecord;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies against the store: form, record, state and time, then the secret. Each step is cheaper than the next, and each
 * can end it.
 */
final class StoreVerifier implements TokenVerifier {

    private final TokenFormat format;
    private final TokenStore store;
    private final SecretProver prover;
    private final AcceptedTokens accepted;
    private final InstantSource clock;

    StoreVerifier(
            TokenFormat format, TokenStore store, SecretProver prover, AcceptedTokens accepted, InstantSource clock) {
        this.format = format;
        this.store = store;
        this.prover = prover;
        this.accepted = accepted;
        this.clock = clock;
    }

    @Override
    public Verification verify(String presentedText) {
        Optional<BearerToken> presented = format.parse(presentedText, clock);
        return presented.isPresent() ? verify(presented.get()) : new Rejected(RejectionReason.MALFORMED);
    }

    private Verification verify(BearerToken presented) {
        SecretHash computed = null;
        while (true) {
            Snapshot snapshot = store.findCommitted(Set.of(presented.id()));
            TokenRecord record = snapshot.record(presented.id());
            if (record == null) {
                return new Rejected(RejectionReason.UNKNOWN);
            }
            RejectionReason rejection = rejection(record, snapshot.state());
            if (rejection != null) {
                return new Rejected(rejection);
            }
            if (record.hash().equals(computed)) {
                renewHash(record, presented);
                return new Verified(accepted.of(record));
            }
            Finding finding = prover.find(presented, record.hash());
            if (finding == Finding.PROVEN) {
                return new Verified(accepted.of(record));
            }
            if (finding == Finding.DISPROVEN || !prover.compute(presented, record.hash())) {
                return new Rejected(RejectionReason.WRONG_SECRET);
            }
            // Computing takes long, waiting for it longer: what was read before is looked at again.
            computed = record.hash();
        }
    }

    private @Nullable RejectionReason rejection(TokenRecord record, StoreState state) {
        return state.rejects(record) ? RejectionReason.ISSUED_TOO_EARLY : record.rejectionAt(clock.instant());
    }

    /** Replaces a hash made with other parameters than are used now. That the store cannot do it now rejects nobody. */
    private void renewHash(TokenRecord record, BearerToken proven) {
        if (!prover.needsRehash(record.hash())) {
            return;
        }
        try {
            store.update(record.withHash(prover.hash(proven)));
        } catch (UnavailableException e) {
            // The old hash is still right; the next computation tries again.
        }
    }
}
