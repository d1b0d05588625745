package dev.latchkey.token;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a token, or to a text that was presented as one; reported to listeners for audit and alerts.
 *
 * <p>Events contain neither a secret nor a hash nor a presented text. They are data of one node: other nodes report
 * their own. Kinds of events may be added. All are immutable.
 */
public sealed interface TokenEvent {

    /** {@return when it happened, by this node's clock} */
    Instant at();

    /**
     * A stored token was changed on this node: issued, rotated, described, annotated, narrowed, shortened, disabled,
     * enabled or revoked. A rotation is two events: the old token was rotated, the new one was issued.
     *
     * @param subject the token
     * @param act when, by whom, what, and why
     * @param effect the value before and after, as in the trail
     */
    record Changed(Subject subject, Act act, Effect effect) implements TokenEvent {

        public Changed {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(act, "act");
            Objects.requireNonNull(effect, "effect");
        }

        @Override
        public Instant at() {
            return act.at();
        }

        /** {@return token and action; actor, reason and values belong in the trail} */
        @Override
        public String toString() {
            return "Changed[" + subject.token() + ", " + act.action() + "]";
        }
    }

    /**
     * A token was accepted for the first time on this node since the node started. Reported again if the node has
     * verified very many other tokens since.
     *
     * @param at when
     * @param subject the token
     */
    record FirstVerified(Instant at, Subject subject) implements TokenEvent {

        public FirstVerified {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(subject, "subject");
        }
    }

    /**
     * Presented texts were rejected. A text that contains the id of a stored token is reported by itself, with the token,
     * up to 100 times a second; all others are counted, and reported about once a second for each reason.
     *
     * @param at when; for several texts, when they were counted
     * @param reason why, never to be shown to the client
     * @param subject the token whose id one text contained, which does not mean that its secret was presented; null for
     *     counted texts
     * @param times how many texts, at least 1; 1 if {@code subject} is not null
     */
    record Rejected(
            Instant at, RejectionReason reason, @Nullable Subject subject, long times) implements TokenEvent {

        public Rejected {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(reason, "reason");
            if (times < 1) {
                throw new IllegalArgumentException(times + " rejected texts; at least 1 is needed");
            }
        }
    }

    /**
     * A rotated token was presented with its secret after its overlap: a client was not updated, or somebody else has
     * the secret. It is the rejection of that text too. Beyond 100 times a second, they are counted as {@link Rejected}
     * for {@link RejectionReason#REUSED}.
     *
     * @param at when
     * @param subject the rotated token
     * @param successor the token that replaced it
     */
    record Reused(Instant at, Subject subject, TokenId successor) implements TokenEvent {

        public Reused {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(successor, "successor");
        }
    }

    /**
     * A valid token was presented for an operation that it may not do. Reported up to 100 times a second.
     *
     * @param at when
     * @param subject the token
     * @param missing what the token lacks; empty if nothing can help
     * @param missingFromOwner what its owner lacks; empty if nothing
     */
    record InsufficientScope(Instant at, Subject subject, ScopeSet missing, ScopeSet missingFromOwner)
            implements TokenEvent {

        public InsufficientScope {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(missing, "missing");
            Objects.requireNonNull(missingFromOwner, "missingFromOwner");
        }
    }

    /**
     * The whole text of a live token was reported as leaked. The revocation that follows is an event of its own; this
     * one is sent even if the revocation fails or is rolled back.
     *
     * @param at when
     * @param subject the token
     * @param by who reported it; null for the service itself
     */
    record Leaked(Instant at, Subject subject, @Nullable String by) implements TokenEvent {

        public Leaked {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(subject, "subject");
        }
    }

    /**
     * A token expires soon.
     *
     * @param at when this was found
     * @param subject the token
     * @param expiresAt the first instant at which it is no longer valid
     * @param threshold how long before its expiry it is reported; a token may be reported for several thresholds
     */
    record Expiring(Instant at, Subject subject, Instant expiresAt, Duration threshold) implements TokenEvent {

        public Expiring {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(expiresAt, "expiresAt");
            Objects.requireNonNull(threshold, "threshold");
        }
    }
}
