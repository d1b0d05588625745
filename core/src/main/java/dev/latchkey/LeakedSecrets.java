package dev.latchkey;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.proof.SecretProver;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnavailableException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Proves the secrets of reported texts.
 *
 * <p>A report is not a use: it is not counted or recorded, does not retire the token that was replaced, and does not count
 * as the reuse of a replaced token. So it reads the record from the store and leaves cached records alone.
 *
 * <p>Thread-safe.
 */
final class LeakedSecrets {

    private final TokenFormat format;
    private final TokenStore store;
    private final SecretProver prover;
    private final InstantSource clock;

    LeakedSecrets(TokenFormat format, TokenStore store, SecretProver prover, InstantSource clock) {
        this.format = format;
        this.store = store;
        this.prover = prover;
        this.clock = clock;
    }

    /**
     * {@return the record of the token whose text was reported, unless it has ended, is not visible, or the secret is wrong}
     *
     * <p>A disabled token is returned too: its leaked secret would be accepted as soon as it is enabled.
     *
     * @param text what was found; any text
     * @param visible whether the caller may see a token
     * @throws UnavailableException if that cannot be decided now
     */
    Optional<TokenRecord> prove(@Nullable String text, Predicate<TokenRecord> visible) {
        BearerToken reported = BearerToken.parse(text, format, clock).orElse(null);
        if (reported == null) {
            return Optional.empty();
        }
        Snapshot found = store.find(Set.of(reported.id()));
        TokenRecord record = found.record(reported.id());
        if (record == null || !visible.test(record)) {
            return Optional.empty();
        }
        VerifiableToken token = new VerifiableToken(record, found.state());
        return !hasEnded(token) && isProven(reported, token) ? Optional.of(record) : Optional.empty();
    }

    private boolean hasEnded(VerifiableToken token) {
        RejectionReason rejection = token.rejectionAt(clock.millis());
        return rejection != null && rejection != RejectionReason.DISABLED;
    }

    private boolean isProven(BearerToken reported, VerifiableToken token) {
        return switch (prover.find(reported, token)) {
            case PROVEN -> true;
            case DISPROVEN -> false;
            case UNKNOWN -> prover.compute(reported, token.hash());
        };
    }
}
