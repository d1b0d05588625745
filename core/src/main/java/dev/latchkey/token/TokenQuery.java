package dev.latchkey.token;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens to list, in what order, from where on, and how many.
 *
 * <p>Every method returns a new query; begin with {@link #all()}. Filters and conditions are combined by "and".
 *
 * <pre>{@code TokenQuery.all().where(TokenCondition.live(now)).newestFirst().limit(50)}</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenQuery {

    /** The most tokens of a page. */
    public static final int MAX_LIMIT = 1_000;

    private static final TokenQuery ALL = new TokenQuery(TokenFilter.ALL, Order.ID, false, 100, null);

    private final TokenFilter filter;
    private final Order order;
    private final boolean descending;
    private final int limit;
    private final @Nullable TokenCursor after;

    private TokenQuery(TokenFilter filter, Order order, boolean descending, int limit, @Nullable TokenCursor after) {
        this.filter = filter;
        this.order = order;
        this.descending = descending;
        this.limit = limit;
        this.after = after;
    }

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

    /** {@return the order of places in the list of this query, for stores} */
    public Comparator<TokenCursor> places() {
        Comparator<TokenCursor> ascending =
                Comparator.comparingLong(TokenCursor::key).thenComparing(TokenCursor::id);
        return descending ? ascending.reversed() : ascending;
    }

    /**
     * {@return whether a place is behind the one that the page begins after; for stores}
     *
     * @param place a place in the order of this query
     */
    public boolean isAfter(TokenCursor place) {
        return after == null || places().compare(place, after) > 0;
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
        return withFilter(filter.ownedBy(owner));
    }

    /**
     * {@return this query, for the tokens derived from one token}
     *
     * @param parent the token they were derived from
     */
    public TokenQuery derivedFrom(TokenId parent) {
        return withFilter(filter.derivedFrom(parent));
    }

    /**
     * {@return this query, for one chain of rotations}
     *
     * @param family the first token of the chain
     */
    public TokenQuery inFamily(TokenId family) {
        return withFilter(filter.inFamily(family));
    }

    /**
     * {@return this query, for tokens issued under a request key}
     *
     * @param requestKey the exact key
     */
    public TokenQuery requestedAs(String requestKey) {
        return withFilter(filter.requestedAs(requestKey));
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
     * @param condition the condition; all but those on the state need an owner, a parent or a family
     */
    public TokenQuery where(TokenCondition condition) {
        return withFilter(filter.where(condition));
    }

    /**
     * {@return this query, for which tokens that were issued before a time have ended}
     *
     * <p>{@code Tokens.list} sets it to the store's cut-off, so only callers of a store need it.
     *
     * @param cutOff {@link StoreState#rejectIssuedBefore()}; null for none
     */
    public TokenQuery cutOff(@Nullable Instant cutOff) {
        return withFilter(filter.cutOff(cutOff));
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
        return new TokenQuery(filter, newOrder, newDirection == Direction.DESCENDING, limit, null);
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
        return new TokenQuery(filter, order, descending, newLimit, after);
    }

    /**
     * {@return this query from where a page ended}
     *
     * @param cursor {@code next} of the page before, of the same query
     * @throws IllegalArgumentException if it is not a cursor, or one of a query in another order
     */
    public TokenQuery after(String cursor) {
        return new TokenQuery(filter, order, descending, limit, TokenCursor.parse(cursor, order, descending));
    }

    private TokenQuery withFilter(TokenFilter newFilter) {
        return new TokenQuery(newFilter, order, descending, limit, after);
    }

    /** {@return which records match} */
    public TokenFilter filter() {
        return filter;
    }

    /** {@return what to sort by} */
    public Order order() {
        return order;
    }

    /** {@return whether the largest comes first} */
    public boolean descending() {
        return descending;
    }

    /** {@return the most tokens of a page} */
    public int limit() {
        return limit;
    }

    /**
     * {@return the text of a place in this list, for {@link #after(String)}; for stores}
     *
     * @param place the place of a page's last token
     */
    public String print(TokenCursor place) {
        return place.print(order, descending);
    }

    /** {@return the place that the page's first token comes after, in the order of this query; null for the first page} */
    public @Nullable TokenCursor after() {
        return after;
    }
}
