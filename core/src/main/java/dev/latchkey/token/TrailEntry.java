package dev.latchkey.token;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the durable trail: the actor, the action, the token, and the value before and after.
 *
 * <p>It contains no secret and no hash. Immutable and thread-safe.
 *
 * @param id unique; a ULID whose time is {@code act.at()}, so that entries sort by time
 * @param subject the token; the entry remains when the token's record is deleted
 * @param act what was done
 * @param effect what changed
 */
public record TrailEntry(String id, Subject subject, Act act, Effect effect) {

    /** The longest text of an effect, in bytes of UTF-8: the longest list of scopes. */
    public static final int MAX_EFFECT_BYTES = TokenRecord.MAX_SCOPES_LENGTH;

    private static final int RANDOM_BITS_OF_FIRST_HALF = 16;

    /**
     * Makes an entry that was stored.
     *
     * @throws IllegalArgumentException if the id is not a ULID of the act's time
     */
    public TrailEntry {
        if (TokenId.of(id).high() >>> RANDOM_BITS_OF_FIRST_HALF != act.at().toEpochMilli()) {
            throw new IllegalArgumentException("the time of the id " + id + " is not " + act.at());
        }
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(effect, "effect");
    }

    /**
     * {@return a new entry}
     *
     * @param subject the token
     * @param act what was done
     * @param effect what changed
     * @param random makes the id unique
     */
    public static TrailEntry of(Subject subject, Act act, Effect effect, SecureRandom random) {
        return new TrailEntry(TokenId.generate(act.at(), random).toString(), subject, act, effect);
    }

    /**
     * {@return the smallest id that an entry of that time can have: those of acts before it sort before this}
     *
     * @param time a time within 1970 to 9999
     */
    public static String firstIdOf(Instant time) {
        return TokenId.of(time.toEpochMilli() << RANDOM_BITS_OF_FIRST_HALF, 0).toString();
    }

    /** The actions on a token. */
    public enum Action {
        /** It was issued; after: its scopes. */
        ISSUED,
        /** It was replaced by another one; after: the id of that. */
        ROTATED,
        /** Its description changed. */
        DESCRIBED,
        /** Its attributes changed. */
        ATTRIBUTES_CHANGED,
        /** Its scopes were reduced. */
        NARROWED,
        /** Its expiry was moved to an earlier time. */
        SHORTENED,
        /** It was disabled. */
        DISABLED,
        /** It was enabled again. */
        ENABLED,
        /** It was revoked. */
        REVOKED
    }

    /**
     * The token that was changed.
     *
     * @param token its id
     * @param owner who it acts for, 1 to 255 characters
     */
    public record Subject(TokenId token, String owner) {

        public Subject {
            Objects.requireNonNull(token, "token");
            RecordText.requireText("owner", owner, TokenRecord.MAX_TEXT_LENGTH);
        }
    }

    /**
     * What was done: when, by whom, what, and why.
     *
     * @param at when, in whole milliseconds; sub-millisecond precision is truncated
     * @param by the actor, as the host names actors, 1 to 255 characters; null for the service itself
     * @param action what
     * @param reason why, for people, 1 to 255 characters; null where none was given
     */
    public record Act(
            Instant at,
            @Nullable String by,
            Action action,
            @Nullable String reason) {

        public Act {
            at = RecordTime.require("time of the act", at);
            Objects.requireNonNull(action, "action");
            if (by != null) {
                RecordText.requireText("actor", by, TokenRecord.MAX_TEXT_LENGTH);
            }
            if (reason != null) {
                RecordText.requireText("reason", reason, TokenRecord.MAX_TEXT_LENGTH);
            }
        }
    }

    /**
     * The changed value: the description, the scopes or the expiry, depending on the action.
     *
     * @param before the value before, at most {@value #MAX_EFFECT_BYTES} bytes of UTF-8; null if there was none
     * @param after the value after, likewise
     */
    public record Effect(@Nullable String before, @Nullable String after) {

        /** For actions that change no value. */
        public static final Effect NONE = new Effect(null, null);

        public Effect {
            if (before != null) {
                RecordText.requireUtf8("effect", before, MAX_EFFECT_BYTES);
            }
            if (after != null) {
                RecordText.requireUtf8("effect", after, MAX_EFFECT_BYTES);
            }
        }

        int textLength() {
            return (before == null ? 0 : before.length()) + (after == null ? 0 : after.length());
        }
    }

    /** {@return the length of its stored text, in characters} */
    public int textLength() {
        return 2 * TokenId.LENGTH
                + subject.owner().length()
                + (act.by() == null ? 0 : act.by().length())
                + (act.reason() == null ? 0 : act.reason().length())
                + effect.textLength();
    }

    /** {@return id, token and action; actor, reason and values belong in the trail} */
    @Override
    public String toString() {
        return "TrailEntry[" + id + ", " + subject.token() + ", " + act.action() + "]";
    }
}
