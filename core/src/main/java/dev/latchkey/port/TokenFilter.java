package dev.latchkey.port;

import dev.latchkey.token.Lineage;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records a query lists: those of its selection that meet all of its conditions.
 *
 * <p>The selection is the owner, the parent, the family and the request key, as far as they are set. A store finds it by
 * its indexes, and examines the tokens in it for the conditions.
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenFilter {

    private final TokenQuery query;

    private TokenFilter(TokenQuery query) {
        this.query = query;
    }

    /**
     * {@return the filter of a query; its order, its limit and its cursor do not matter}
     *
     * @param query the query
     */
    public static TokenFilter of(TokenQuery query) {
        return new TokenFilter(query);
    }

    /** {@return whether every token matches} */
    public boolean matchesAll() {
        return !isSelective()
                && query.requestKey() == null
                && query.conditions().isEmpty();
    }

    /** {@return whether at most one record is selected, because an owner and a request key are set} */
    public boolean isOneRequest() {
        return query.owner() != null && query.requestKey() != null;
    }

    /** {@return whether only the tokens of one owner, parent or family are selected} */
    boolean isSelective() {
        return query.owner() != null || query.parent() != null || query.family() != null;
    }

    /** {@return whether a condition depends on the tokens' uses} */
    public boolean needsUse() {
        return query.conditions().stream().anyMatch(TokenCondition::needsUse);
    }

    /**
     * {@return whether the record is in the selection, regardless of the conditions}
     *
     * @param record a record
     */
    public boolean selects(TokenRecord record) {
        Lineage lineage = record.lineage();
        return isWanted(query.owner(), record.grant().owner())
                && isWanted(query.parent(), lineage.parent())
                && isWanted(query.family(), lineage.family())
                && isWanted(query.requestKey(), lineage.requestKey());
    }

    private static boolean isWanted(@Nullable Object wanted, @Nullable Object found) {
        return wanted == null || wanted.equals(found);
    }

    /**
     * {@return whether the token is in the selection, as far as it can be read; selections by unreadable parts are empty}
     *
     * @param token a token that cannot be read
     */
    public boolean selects(UnreadableToken token) {
        return isWanted(query.owner(), token.owner())
                && query.parent() == null
                && query.family() == null
                && query.requestKey() == null;
    }

    /**
     * {@return whether the record is in the selection and meets the conditions}
     *
     * @param record a record
     * @param use its use, or null if it was never used; ignored unless {@link #needsUse()}
     */
    public boolean matches(TokenRecord record, @Nullable TokenUse use) {
        return selects(record)
                && query.conditions().stream().allMatch(condition -> Conditions.isMet(condition, record, use));
    }

    /**
     * {@return whether the token is in the selection and meets the conditions, as far as it can be read}
     *
     * @param token a token that cannot be read
     */
    public boolean matches(UnreadableToken token) {
        return selects(token) && isMetBy(token);
    }

    /**
     * {@return whether the token meets the conditions, as far as it can be read} It can only meet
     * {@link TokenCondition#unrevoked()}.
     *
     * @param token a token that cannot be read
     */
    public boolean isMetBy(UnreadableToken token) {
        return query.conditions().stream()
                .allMatch(condition -> condition instanceof TokenCondition.Unrevoked && token.revokedAt() == null);
    }
}
