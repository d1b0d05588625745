package dev.latchkey;

import dev.latchkey.port.TokenStore;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenRecord;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Verifies against the store: form, record, state and time, then the secret. Each step is cheaper than the next, and each
 * can end it.
 */
final class StoreVerifier implements TokenVerifier {

    private final TokenFormat format;
    private final TokenSource source;
    private final TokenStore store;
    private final SecretProver prover;
    private final AcceptedTokens accepted;
    private final InstantSource clock;

    StoreVerifier(
            TokenFormat format,
            TokenSource source,
            TokenStore store,
            SecretProver prover,
            AcceptedTokens accepted,
            InstantSource clock) {
        this.format = format;
        this.source = source;
        this.store = store;
        this.prover = prover;
        this.accepted = accepted;
        this.clock = clock;
    }

    @Override
    public Verification verify(@Nullable String presentedText) {
        Optional<BearerToken> parsed = format.parse(presentedText, clock);
        if (parsed.isEmpty()) {
            return Rejected.because(RejectionReason.MALFORMED);
        }
        BearerToken presented = parsed.get();
        long now = clock.millis();
        KnownToken token = source.held(presented.id(), now);
        if (token == null) {
            token = source.find(presented.id());
            now = clock.millis();
        }
        if (token == null) {
            return Rejected.because(RejectionReason.UNKNOWN);
        }
        Verification answer = decide(presented, token, now);
        return answer != null ? answer : compute(presented, token);
    }

    @Override
    public CompletableFuture<Verification> verifyAsync(@Nullable String presentedText, Executor executor) {
        Verification warm = accepted.asksTheHost() ? null : verifyHeld(presentedText);
        return warm != null
                ? CompletableFuture.completedFuture(warm)
                : TokenVerifier.super.verifyAsync(presentedText, executor);
    }

    /** {@return the answer, if neither the store nor a computation is needed for it} */
    private @Nullable Verification verifyHeld(@Nullable String presentedText) {
        Optional<BearerToken> parsed = format.parse(presentedText, clock);
        if (parsed.isEmpty()) {
            return Rejected.because(RejectionReason.MALFORMED);
        }
        long now = clock.millis();
        KnownToken held = source.held(parsed.get().id(), now);
        return held == null ? null : decide(parsed.get(), held, now);
    }

    /** {@return the answer, or null if the secret has to be computed} */
    private @Nullable Verification decide(BearerToken presented, KnownToken token, long nowMillis) {
        RejectionReason rejection = token.rejectionAt(nowMillis);
        if (rejection != null) {
            return Rejected.because(rejection);
        }
        return switch (prover.find(presented, token)) {
            case PROVEN -> accepted.of(token);
            case DISPROVEN -> Rejected.because(RejectionReason.WRONG_SECRET);
            case UNKNOWN -> null;
        };
    }

    /** Computing takes long, waiting for it longer: state and time are looked at last. */
    private Verification compute(BearerToken presented, KnownToken asked) {
        KnownToken token = asked;
        while (true) {
            SecretHash computed = token.hash();
            if (!prover.compute(presented, computed)) {
                return Rejected.because(RejectionReason.WRONG_SECRET);
            }
            token = source.find(presented.id());
            if (token != null && token.hash().equals(computed) && renewHash(token, presented)) {
                token = source.find(presented.id());
            }
            if (token == null) {
                return Rejected.because(RejectionReason.UNKNOWN);
            }
            Verification answer = token.hash().equals(computed)
                    ? decideProven(token, clock.millis())
                    : decide(presented, token, clock.millis());
            if (answer != null) {
                return answer;
            }
        }
    }

    private Verification decideProven(KnownToken token, long nowMillis) {
        RejectionReason rejection = token.rejectionAt(nowMillis);
        return rejection != null ? Rejected.because(rejection) : accepted.of(token);
    }

    /**
     * Replaces a hash that is weaker than a new one would be, unless the computation would have to wait.
     *
     * @return whether that was tried, so that time has passed
     */
    private boolean renewHash(KnownToken token, BearerToken proven) {
        try {
            if (token.rejectionAt(clock.millis()) != null || !prover.needsRehash(token.hash())) {
                return false;
            }
            replaceHash(token.record(), prover.rehash(proven));
            return true;
        } catch (VerifierOverloadedException e) {
            return false;
        } catch (RuntimeException e) {
            // The old hash is still right: a renewal that fails rejects nobody, and the next computation tries again.
            return true;
        }
    }

    /** Compare-and-set: a record that was changed in the meantime, revoked for example, stays as it is. */
    private void replaceHash(TokenRecord record, SecretHash next) {
        try {
            store.update(record.withHash(next));
        } finally {
            source.forget(record.id());
        }
    }
}
