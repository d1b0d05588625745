package dev.latchkey.token;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens to list, in what order, from where on, and how many.
 *
 * <p>Every method returns a new query; begin with {@link #all()}. Filters are combined by "and".
 *
 * <pre>{@code TokenQuery.all().ownedBy("workspaces/acme").newestFirst().limit(50)}</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class TokenQuery {

    /** The most tokens of a page. */
    public static final int MAX_LIMIT = 1_000;

    private static final TokenQuery ALL =
            new TokenQuery(new Filter(null, null, null, null, false), Order.ID, false, 100, null);

    private final Filter filter;
    private final Order order;
    private final boolean descending;
    private final int limit;
    private final @Nullable TokenCursor after;

    private TokenQuery(Filter filter, Order order, boolean descending, int limit, @Nullable TokenCursor after) {
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

    /**
     * Which records match; a null matches all.
     *
     * @param owner the exact owner
     * @param parent the token that they were derived from
     * @param family the first token of a chain of rotations
     * @param requestKey the exact request key
     * @param unrevoked whether revoked tokens are left out
     */
    public record Filter(
            @Nullable String owner,
            @Nullable TokenId parent,
            @Nullable TokenId family,
            @Nullable String requestKey,
            boolean unrevoked) {

        /** {@return whether at most one record matches, because it has an owner and a request key} */
        public boolean isOneRequest() {
            return owner != null && requestKey != null;
        }

        /**
         * {@return whether the record is one of those}
         *
         * @param record a record
         */
        public boolean matches(TokenRecord record) {
            return (owner == null || owner.equals(record.grant().owner()))
                    && (parent == null || parent.equals(record.lineage().parent()))
                    && (family == null || family.equals(record.lineage().family()))
                    && (requestKey == null || requestKey.equals(record.lineage().requestKey()))
                    && (!unrevoked || !record.lifecycle().isRevoked());
        }

        /**
         * {@return whether the token is one of those, as far as it can be read; filters on unreadable parts do not
         * match}
         *
         * @param token a token that cannot be read
         */
        public boolean matches(UnreadableToken token) {
            return (owner == null || owner.equals(token.owner()))
                    && parent == null
                    && family == null
                    && requestKey == null;
        }
    }

    /** {@return the order of places in the list of this query, for stores} */
    public Comparator<TokenCursor> places() {
        Comparator<TokenCursor> ascending =
                Comparator.comparingLong(TokenCursor::key).thenComparing(TokenCursor::id);
        return descending ? ascending.reversed() : ascending;
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
        return withFilter(new Filter(owner, filter.parent, filter.family, filter.requestKey, filter.unrevoked));
    }

    /**
     * {@return this query, for the tokens derived from one token}
     *
     * @param parent the token they were derived from
     */
    public TokenQuery derivedFrom(TokenId parent) {
        return withFilter(new Filter(filter.owner, parent, filter.family, filter.requestKey, filter.unrevoked));
    }

    /**
     * {@return this query, for one chain of rotations}
     *
     * @param family the first token of the chain
     */
    public TokenQuery inFamily(TokenId family) {
        return withFilter(new Filter(filter.owner, filter.parent, family, filter.requestKey, filter.unrevoked));
    }

    /**
     * {@return this query, for tokens issued under a request key}
     *
     * @param requestKey the exact key
     */
    public TokenQuery requestedAs(String requestKey) {
        return withFilter(new Filter(filter.owner, filter.parent, filter.family, requestKey, filter.unrevoked));
    }

    /** {@return this query, without revoked tokens} Expired ones are included. */
    public TokenQuery unrevoked() {
        return withFilter(new Filter(filter.owner, filter.parent, filter.family, filter.requestKey, true));
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

    private TokenQuery withFilter(Filter newFilter) {
        return new TokenQuery(newFilter, order, descending, limit, after);
    }

    /** {@return which records match} */
    public Filter filter() {
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
