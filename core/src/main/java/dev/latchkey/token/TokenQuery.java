package dev.latchkey.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens to list, in what order, from where on, and how many; or which tokens to revoke together.
 *
 * <p>Every method returns a new query; begin with {@link #all()}. What a query selects and its conditions are combined by
 * "and".
 *
 * <pre>{@code TokenQuery.all().where(TokenCondition.live(now)).newestFirst().limit(50)}</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenQuery {

    /** The most tokens of a page. */
    public static final int MAX_LIMIT = 1_000;

    private static final int DEFAULT_LIMIT = 100;

    private static final TokenQuery ALL =
            new TokenQuery(Selection.ALL, List.of(), new Place(Order.ID, false, null, null));

    private final Selection selection;
    private final List<TokenCondition> conditions;
    private final Place place;

    private TokenQuery(Selection selection, List<TokenCondition> conditions, Place place) {
        this.selection = selection;
        this.conditions = List.copyOf(conditions);
        this.place = place;
    }

    private record Place(
            Order order,
            boolean descending,
            @Nullable Integer limit,
            @Nullable TokenCursor after) {}

    /** Which end of the order comes first. */
    public enum Direction {
        /** The smallest first. */
        ASCENDING,
        /** The largest first. */
        DESCENDING
    }

    /** The sort key of a list; ties are broken by id. */
    public enum Order {
        /** By id: for generated ids that is by time of issue, to the millisecond. */
        ID,
        /** By when tokens ended or will end; those that never end are last. */
        END,
        /** By when tokens were last used; those never used are first. */
        LAST_USE
    }

    /** {@return the query for all tokens, oldest first, a hundred a page} */
    public static TokenQuery all() {
        return ALL;
    }

    /**
     * {@return this query, for the tokens of one owner}
     *
     * @param owner the exact owner
     */
    public TokenQuery ownedBy(String owner) {
        return selecting(selection.ownedBy(owner));
    }

    /**
     * {@return this query, for the tokens that one token issued}
     *
     * @param parent the token
     * @see TokenCondition#derivedFrom
     */
    public TokenQuery childrenOf(TokenId parent) {
        return selecting(selection.childrenOf(parent));
    }

    /**
     * {@return this query, for one chain of rotations: a token, its successor, and so on}
     *
     * @param family the first token of the chain: {@code family()} of each of them
     */
    public TokenQuery inFamily(TokenId family) {
        return selecting(selection.inFamily(family));
    }

    /**
     * {@return this query, for tokens issued under a request key}
     *
     * @param requestKey the exact key
     */
    public TokenQuery requestedAs(String requestKey) {
        return selecting(selection.requestedAs(requestKey));
    }

    private TokenQuery selecting(Selection newSelection) {
        return new TokenQuery(newSelection, conditions, place);
    }

    /** {@return this query, without revoked tokens} Expired ones are included. */
    public TokenQuery unrevoked() {
        return where(TokenCondition.unrevoked());
    }

    /**
     * {@return this query, for the tokens that also meet a condition}
     *
     * <p>A page examines at most 10,000 tokens for the conditions. If it has examined as many, it may have fewer tokens
     * than the limit, or none, and a cursor to continue with.
     *
     * @param condition the condition; in a list, all but those on the state need an owner, a parent or a family
     */
    public TokenQuery where(TokenCondition condition) {
        List<TokenCondition> more = new ArrayList<>(conditions);
        more.add(Objects.requireNonNull(condition, "condition"));
        return new TokenQuery(selection, more, place);
    }

    /** {@return this query without its conditions, for a caller that checks them itself} */
    public TokenQuery unconditional() {
        return new TokenQuery(selection, List.of(), place);
    }

    /**
     * {@return this query, for which tokens that were issued before a time have ended}
     *
     * <p>{@code Tokens} sets it to the store's cut-off, so only callers of a store need it.
     *
     * @param cutOff the cut-off of the store's state; null for none
     */
    public TokenQuery cutOff(@Nullable Instant cutOff) {
        List<TokenCondition> dated = conditions.stream()
                .map(condition -> condition instanceof TokenCondition.InState in
                        ? new TokenCondition.InState(in.state(), in.now(), cutOff)
                        : condition)
                .toList();
        return new TokenQuery(selection, dated, place);
    }

    /** {@return this query, the newest token first} */
    public TokenQuery newestFirst() {
        return orderedBy(Order.ID, Direction.DESCENDING);
    }

    /** {@return this query, the oldest token first} */
    public TokenQuery oldestFirst() {
        return orderedBy(Order.ID, Direction.ASCENDING);
    }

    /**
     * {@return this query in another order, from its first page on}
     *
     * @param newOrder what to sort by
     * @param newDirection which end comes first
     */
    public TokenQuery orderedBy(Order newOrder, Direction newDirection) {
        return at(new Place(newOrder, newDirection == Direction.DESCENDING, place.limit, null));
    }

    /**
     * {@return this query with another size of page}
     *
     * @param newLimit the most tokens of a page, 1 to {@value #MAX_LIMIT}
     * @throws IllegalArgumentException if it is out of that range
     */
    public TokenQuery limit(int newLimit) {
        if (newLimit < 1 || newLimit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + newLimit + " is not between 1 and " + MAX_LIMIT);
        }
        return at(new Place(place.order, place.descending, newLimit, place.after));
    }

    /**
     * {@return this query from where a page ended}
     *
     * @param cursor {@code next} of the page before, of the same query
     * @throws IllegalArgumentException if it is not a cursor, or one of a query in another order
     */
    public TokenQuery after(String cursor) {
        return at(new Place(place.order, place.descending, place.limit, TokenCursor.parse(cursor, this)));
    }

    private TokenQuery at(Place newPlace) {
        return new TokenQuery(selection, conditions, newPlace);
    }

    /** {@return the exact owner, or null for all} */
    public @Nullable String owner() {
        return selection.owner();
    }

    /** {@return the token that issued the tokens, or null for all} */
    public @Nullable TokenId parent() {
        return selection.parent();
    }

    /** {@return the first token of the tokens' chain of rotations, or null for all} */
    public @Nullable TokenId family() {
        return selection.family();
    }

    /** {@return the exact request key, or null for all} */
    public @Nullable String requestKey() {
        return selection.requestKey();
    }

    /** {@return the conditions; a token has to meet all of them} */
    public List<TokenCondition> conditions() {
        return conditions;
    }

    /** {@return what to sort by} */
    public Order order() {
        return place.order;
    }

    /** {@return whether the largest comes first} */
    public boolean descending() {
        return place.descending;
    }

    /** {@return the most tokens of a page} */
    public int limit() {
        return place.limit == null ? DEFAULT_LIMIT : place.limit;
    }

    /** {@return the place for {@link TokenCursor#startOf}} */
    @Nullable TokenCursor start() {
        return place.after;
    }

    /** {@return whether it is for a page of a list, because a limit or a cursor was set} */
    public boolean isPaged() {
        return place.limit != null || place.after != null;
    }

    @Override
    public String toString() {
        return conditions.isEmpty() ? selection.toString() : selection + " that meet the conditions";
    }
}
