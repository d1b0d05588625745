package dev.latchkey.token;

import dev.latchkey.scope.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition that the tokens of a list meet, for {@link TokenQuery#where}.
 *
 * <p>The conditions on the state can be used for the tokens of all owners. The others need a query for one owner, one
 * parent or one family, see {@link TokenFilter#requireServed()}. Times are in whole milliseconds (sub-millisecond
 * precision is truncated) from 1970 to 9999.
 *
 * <p>Every store gives the same result. Immutable and thread-safe.
 */
public sealed interface TokenCondition permits LifecycleCondition, GrantCondition, UseCondition {

    /**
     * {@return whether a token meets the condition}
     *
     * @param record the token's record
     * @param use its use, or null if it was never used; ignored unless {@link #needsUse()}
     */
    boolean matches(TokenRecord record, @Nullable TokenUse use);

    /**
     * {@return whether a token that cannot be read meets the condition} Only {@link #unrevoked()} can be met.
     *
     * @param token the token
     */
    default boolean matches(UnreadableToken token) {
        return false;
    }

    /** {@return whether it can be used for the tokens of all owners} */
    default boolean isOfState() {
        return false;
    }

    /** {@return whether it depends on the token's use} */
    default boolean needsUse() {
        return false;
    }

    /**
     * {@return the condition that a token is neither ended nor disabled at a time; its ancestors are not considered}
     *
     * @param now the time
     */
    static TokenCondition live(Instant now) {
        return new LifecycleCondition.InState(LifecycleCondition.State.LIVE, now, null);
    }

    /**
     * {@return the condition that a token is revoked, or has expired at a time, or was issued before the store's cut-off;
     * its ancestors are not considered}
     *
     * @param now the time
     */
    static TokenCondition ended(Instant now) {
        return new LifecycleCondition.InState(LifecycleCondition.State.ENDED, now, null);
    }

    /**
     * {@return the condition that a token is disabled, and has not ended at a time; its ancestors are not considered}
     *
     * @param now the time
     */
    static TokenCondition disabled(Instant now) {
        return new LifecycleCondition.InState(LifecycleCondition.State.DISABLED, now, null);
    }

    /** {@return the condition that a token is not revoked; it may have expired} */
    static TokenCondition unrevoked() {
        return new LifecycleCondition.Unrevoked();
    }

    /**
     * {@return the condition that a token was created by that actor}
     *
     * @param actor the exact actor, 1 to 255 characters
     */
    static TokenCondition createdBy(String actor) {
        return new GrantCondition.CreatedBy(actor);
    }

    /**
     * {@return the condition that a token has an attribute of exactly that value}
     *
     * @param key the attribute's key
     * @param value its value
     */
    static TokenCondition attribute(String key, String value) {
        return new GrantCondition.WithAttribute(key, value);
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
        return new GrantCondition.DescribedWith(text);
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
        return new GrantCondition.Granting(scope);
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
        return new UseCondition.IdleSince(time);
    }

    /** {@return the condition that no use of a token was recorded} */
    static TokenCondition neverUsed() {
        return new UseCondition.NeverUsed();
    }

    /**
     * {@return the condition that a token expires, or has expired, before a time, revoked or not} With {@link #live}: will
     * expire before that time.
     *
     * @param time the time
     */
    static TokenCondition expiringBefore(Instant time) {
        return new LifecycleCondition.ExpiringBefore(time);
    }

    /** {@return the condition that a token does not expire} It may be revoked. */
    static TokenCondition neverExpiring() {
        return new LifecycleCondition.NeverExpiring();
    }
}
