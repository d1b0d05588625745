package dev.latchkey.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens a query lists: those of a selection that meet all conditions. For stores; hosts build it with
 * {@link TokenQuery}.
 *
 * <p>The selection is the owner, the parent, the family and the request key, as far as they are set. A store finds it by
 * its indexes, and examines the tokens in it for the conditions.
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenFilter {

    static final TokenFilter ALL = new TokenFilter(new Selection(null, null, null, null), List.of());

    private final Selection selection;
    private final List<TokenCondition> conditions;

    private TokenFilter(Selection selection, List<TokenCondition> conditions) {
        this.selection = selection;
        this.conditions = List.copyOf(conditions);
    }

    /** A null selects all. */
    private record Selection(
            @Nullable String owner,
            @Nullable TokenId parent,
            @Nullable TokenId family,
            @Nullable String requestKey) {}

    TokenFilter ownedBy(String owner) {
        return with(new Selection(owner, selection.parent, selection.family, selection.requestKey));
    }

    TokenFilter derivedFrom(TokenId parent) {
        return with(new Selection(selection.owner, parent, selection.family, selection.requestKey));
    }

    TokenFilter inFamily(TokenId family) {
        return with(new Selection(selection.owner, selection.parent, family, selection.requestKey));
    }

    TokenFilter requestedAs(String requestKey) {
        return with(new Selection(selection.owner, selection.parent, selection.family, requestKey));
    }

    private TokenFilter with(Selection newSelection) {
        return new TokenFilter(newSelection, conditions);
    }

    TokenFilter where(TokenCondition condition) {
        List<TokenCondition> more = new ArrayList<>(conditions);
        more.add(Objects.requireNonNull(condition, "condition"));
        return new TokenFilter(selection, more);
    }

    TokenFilter cutOff(@Nullable Instant cutOff) {
        return new TokenFilter(
                selection,
                conditions.stream()
                        .map(condition -> condition instanceof LifecycleCondition.InState in
                                ? new LifecycleCondition.InState(in.state(), in.now(), cutOff)
                                : condition)
                        .toList());
    }

    /** {@return the exact owner, or null for all} */
    public @Nullable String owner() {
        return selection.owner;
    }

    /** {@return the token that the tokens were derived from, or null for all} */
    public @Nullable TokenId parent() {
        return selection.parent;
    }

    /** {@return the first token of the tokens' chain of rotations, or null for all} */
    public @Nullable TokenId family() {
        return selection.family;
    }

    /** {@return the exact request key, or null for all} */
    public @Nullable String requestKey() {
        return selection.requestKey;
    }

    /** {@return the conditions; a token has to meet all of them} */
    public List<TokenCondition> conditions() {
        return conditions;
    }

    /** {@return whether at most one record is selected, because an owner and a request key are set} */
    public boolean isOneRequest() {
        return selection.owner != null && selection.requestKey != null;
    }

    /** {@return whether only the tokens of one owner, parent or family are selected} */
    public boolean isSelective() {
        return selection.owner != null || selection.parent != null || selection.family != null;
    }

    /** {@return whether a condition depends on the tokens' uses} */
    public boolean needsUse() {
        return conditions.stream().anyMatch(TokenCondition::needsUse);
    }

    /**
     * Requires that a store can answer: conditions on anything but the state need an owner, a parent or a family.
     *
     * @throws IllegalArgumentException if there is such a condition on the tokens of all owners
     */
    public void requireServed() {
        if (!isSelective() && !conditions.stream().allMatch(TokenCondition::isOfState)) {
            throw new IllegalArgumentException("the tokens of all owners can be listed by state only; for the other"
                    + " conditions, name an owner with ownedBy, a parent with derivedFrom, or a family with inFamily");
        }
    }

    /**
     * {@return whether the record is in the selection, regardless of the conditions}
     *
     * @param record a record
     */
    public boolean selects(TokenRecord record) {
        Lineage lineage = record.lineage();
        return (selection.owner == null || selection.owner.equals(record.grant().owner()))
                && (selection.parent == null || selection.parent.equals(lineage.parent()))
                && (selection.family == null || selection.family.equals(lineage.family()))
                && (selection.requestKey == null || selection.requestKey.equals(lineage.requestKey()));
    }

    /**
     * {@return whether the token is in the selection, as far as it can be read; selections by unreadable parts are empty}
     *
     * @param token a token that cannot be read
     */
    public boolean selects(UnreadableToken token) {
        return (selection.owner == null || selection.owner.equals(token.owner()))
                && selection.parent == null
                && selection.family == null
                && selection.requestKey == null;
    }

    /**
     * {@return whether the record is in the selection and meets the conditions}
     *
     * @param record a record
     * @param use its use, or null if it was never used; ignored unless {@link #needsUse()}
     */
    public boolean matches(TokenRecord record, @Nullable TokenUse use) {
        return selects(record) && conditions.stream().allMatch(condition -> condition.matches(record, use));
    }

    /**
     * {@return whether the token is in the selection and meets the conditions, as far as it can be read}
     *
     * @param token a token that cannot be read; of the conditions, it can only meet {@link TokenCondition#unrevoked()}
     */
    public boolean matches(UnreadableToken token) {
        return selects(token) && conditions.stream().allMatch(condition -> condition.matches(token));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenFilter that
                && selection.equals(that.selection)
                && conditions.equals(that.conditions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(selection, conditions);
    }
}
