package dev.latchkey;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.change.RejectionCounts;
import dev.latchkey.change.TokenEvents;
import dev.latchkey.proof.VerifiedTokens;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry.Subject;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.VerifierOverloadedException;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes of verification, and sends their events. Without listeners it allocates nothing. Thread-safe.
 */
final class Outcomes {

    private final TokenEvents events;
    private final @Nullable VerifiedTokens known;
    private final InstantSource clock;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder insufficientScope = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
    private final LongAdder overloaded = new LongAdder();
    private final RejectionCounts rejected = new RejectionCounts();

    /**
     * @param events sends events
     * @param known the tokens whose first verification was reported; null to report none
     * @param clock dates events
     */
    Outcomes(TokenEvents events, @Nullable VerifiedTokens known, InstantSource clock) {
        this.events = events;
        this.known = known;
        this.clock = clock;
    }

    /** {@return the answer, counted if it is an acceptance; rejections are counted where their reason is found} */
    Verification counted(Verification answer) {
        if (answer instanceof Verified) {
            accepted.increment();
        }
        return answer;
    }

    /** {@return the answer, counted likewise} */
    Authorization counted(Authorization answer) {
        if (answer instanceof Permitted) {
            accepted.increment();
        } else if (answer instanceof InsufficientScope denied) {
            denied(denied);
        }
        return answer;
    }

    /** A valid token was presented for an operation that it may not do. */
    void denied(InsufficientScope denied) {
        insufficientScope.increment();
        if (events.isOn()) {
            events.send(new TokenEvent.InsufficientScope(
                    clock.instant(),
                    new Subject(denied.token().id(), denied.token().owner()),
                    denied.decision().missing(),
                    denied.decision().missingFromOwner()));
        }
    }

    /** {@return the failure, counted} */
    UnavailableException counted(UnavailableException failure) {
        (failure instanceof VerifierOverloadedException ? overloaded : unavailable).increment();
        return failure;
    }

    /**
     * {@return the rejection}
     *
     * @param reason why
     * @param record the token whose id was presented; null if no token has it
     */
    Rejected rejected(RejectionReason reason, @Nullable TokenRecord record) {
        rejected.count(reason);
        if (events.isOn()) {
            events.rejected(reason, record);
        }
        return Rejected.because(reason);
    }

    /** {@return the rejection of a replaced token that was presented with its secret} */
    Rejected reused(TokenRecord record) {
        rejected.count(RejectionReason.REUSED);
        TokenId successor = record.lineage().successor();
        if (successor != null && events.isOn()) {
            events.send(new TokenEvent.Reused(clock.instant(), record.subject(), successor));
        }
        return Rejected.because(RejectionReason.REUSED);
    }

    /** A token was accepted; reported if that is the first time. */
    void verified(VerifiableToken token) {
        if (known != null
                && token.isFirstAcceptance()
                && known.add(token.record().id())) {
            events.send(
                    new TokenEvent.FirstVerified(clock.instant(), token.record().subject()));
        }
    }

    Statistics.Verifications statistics() {
        return new Statistics.Verifications(
                accepted.sum(), insufficientScope.sum(), rejected.current(), unavailable.sum(), overloaded.sum());
    }
}
