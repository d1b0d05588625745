package dev.latchkey.token;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A condition that the tokens of a query meet, for {@link TokenQuery#where}.
 *
 * <p>The conditions on the state can be used to list the tokens of all owners. The others need a query for one owner, one
 * parent or one family. Times are in whole milliseconds (sub-millisecond precision is truncated) from 1970 to 9999.
 *
 * <p>Callers use the static methods; the records are for stores. Every store gives the same result. Immutable and
 * thread-safe.
 */
public sealed interface TokenCondition {

    /**
     * {@return the condition that a token is neither ended nor disabled at a time; its ancestors are not considered}
     *
     * @param now the time
     */
    static TokenCondition live(Instant now) {
        return new InState(State.LIVE, now, null);
    }

    /**
     * {@return the condition that a token is revoked, or has expired at a time, or was issued before the store's cut-off;
     * its ancestors are not considered}
     *
     * @param now the time
     */
    static TokenCondition ended(Instant now) {
        return new InState(State.ENDED, now, null);
    }

    /**
     * {@return the condition that a token is disabled, and has not ended at a time; its ancestors are not considered}
     *
     * @param now the time
     */
    static TokenCondition disabled(Instant now) {
        return new InState(State.DISABLED, now, null);
    }

    /** {@return the condition that a token is not revoked; it may have expired} */
    static TokenCondition unrevoked() {
        return new Unrevoked();
    }

    /**
     * {@return the condition that a token expires, or has expired, before a time, revoked or not} With {@link #live}: will
     * expire before that time.
     *
     * @param time the time
     */
    static TokenCondition expiringBefore(Instant time) {
        return new ExpiringBefore(time);
    }

    /** {@return the condition that a token does not expire} It may be revoked. */
    static TokenCondition neverExpiring() {
        return new NeverExpiring();
    }

    /**
     * {@return the condition that a token was derived from another one, directly or indirectly; that token itself does not
     * meet it}
     *
     * @param ancestor the other one
     * @see TokenQuery#childrenOf
     */
    static TokenCondition derivedFrom(TokenId ancestor) {
        return new DerivedFrom(ancestor);
    }

    /**
     * {@return the condition that a token was created by that actor}
     *
     * @param actor the exact actor, 1 to 255 characters
     */
    static TokenCondition createdBy(String actor) {
        return new CreatedBy(actor);
    }

    /**
     * {@return the condition that a token has an attribute of exactly that value}
     *
     * @param key the attribute's key
     * @param value its value
     */
    static TokenCondition attribute(String key, String value) {
        return new WithAttribute(key, value);
    }

    /**
     * {@return the condition that a token's description contains a text, in upper or lower case}
     *
     * <p>Characters are compared one by one as {@link String#equalsIgnoreCase} compares them, in every locale alike.
     * Accents matter, and no character stands for any other text.
     *
     * @param text the text, 1 to 255 characters
     */
    static TokenCondition describedWith(String text) {
        return new DescribedWith(text);
    }

    /**
     * {@return the condition that one of a token's granted scopes is that scope, or covers it}
     *
     * <p>Scopes are compared hierarchically, independently of the service's policy: permissions that a catalogue implies do not
     * count, and neither do the owner's rights.
     *
     * @param scope the scope
     */
    static TokenCondition granting(Scope scope) {
        return new Granting(scope);
    }

    /**
     * {@return the condition that a token was not used since a time: it was last used before that, or was never used and
     * was issued before that}
     *
     * <p>Uses are recorded with a delay.
     *
     * @param time the time
     */
    static TokenCondition idleSince(Instant time) {
        return new IdleSince(time);
    }

    /** {@return the condition that no use of a token was recorded} */
    static TokenCondition neverUsed() {
        return new NeverUsed();
    }

    /** {@return whether it can be used to list the tokens of all owners} */
    default boolean isOfState() {
        return this instanceof InState || this instanceof Unrevoked;
    }

    /** {@return whether it depends on the token's use} */
    default boolean needsUse() {
        return this instanceof IdleSince || this instanceof NeverUsed;
    }

    /** Whether a token can be used, without regard to its ancestors; every token is in one of these states. */
    enum State {
        /** Neither ended nor disabled. */
        LIVE,
        /** Revoked, expired, or issued before the cut-off; disabled or not. */
        ENDED,
        /** Disabled, and not ended. */
        DISABLED
    }

    /**
     * See {@link #live}, {@link #ended} and {@link #disabled}.
     *
     * @param state the state
     * @param now the time at which the token is in that state
     * @param cutOff tokens issued before this have ended; null for none
     */
    record InState(State state, Instant now, @Nullable Instant cutOff) implements TokenCondition {

        public InState {
            now = RecordTime.require("now", now);
            cutOff = RecordTime.check("cut-off", cutOff);
        }
    }

    /** See {@link #unrevoked}. */
    record Unrevoked() implements TokenCondition {}

    /**
     * See {@link #expiringBefore}.
     *
     * @param time the time
     */
    record ExpiringBefore(Instant time) implements TokenCondition {

        public ExpiringBefore {
            time = RecordTime.require("time", time);
        }
    }

    /** See {@link #neverExpiring}. */
    record NeverExpiring() implements TokenCondition {}

    /**
     * See {@link #derivedFrom}.
     *
     * @param ancestor the token
     */
    record DerivedFrom(TokenId ancestor) implements TokenCondition {

        public DerivedFrom {
            Objects.requireNonNull(ancestor, "ancestor");
        }
    }

    /**
     * See {@link #createdBy}.
     *
     * @param actor the exact actor
     */
    record CreatedBy(String actor) implements TokenCondition {

        public CreatedBy {
            TokenRecord.requireText("actor", actor);
        }
    }

    /**
     * See {@link #attribute}.
     *
     * @param key the attribute's key
     * @param value its value
     */
    record WithAttribute(String key, String value) implements TokenCondition {

        public WithAttribute {
            TokenRecord.requireAttributes(Map.of(key, value));
        }
    }

    /**
     * See {@link #describedWith}.
     *
     * @param text the text
     */
    record DescribedWith(String text) implements TokenCondition {

        public DescribedWith {
            TokenRecord.requireText("text", text);
        }

        /**
         * {@return whether a description contains the text}
         *
         * @param description a token's description
         */
        public boolean matches(String description) {
            int last = description.length() - text.length();
            for (int start = 0; start <= last; start++) {
                if (description.regionMatches(true, start, text, 0, text.length())) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * See {@link #granting}.
     *
     * @param scope the scope
     */
    record Granting(Scope scope) implements TokenCondition {

        public Granting {
            Objects.requireNonNull(scope, "scope");
        }

        /**
         * {@return whether one of the granted scopes covers the scope; false if they cannot be read}
         *
         * @param scopes a token's scopes, as they are stored
         */
        public boolean matches(String scopes) {
            try {
                return ScopeSet.parse(scopes).covers(scope);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /**
     * See {@link #idleSince}.
     *
     * @param time the time
     */
    record IdleSince(Instant time) implements TokenCondition {

        public IdleSince {
            time = RecordTime.require("time", time);
        }
    }

    /** See {@link #neverUsed}. */
    record NeverUsed() implements TokenCondition {}
}
