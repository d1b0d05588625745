package dev.latchkey.token;

import org.jspecify.annotations.Nullable;

/**
 * Which entries of the durable trail to read, the newest first, from where on, and how many.
 *
 * <p>Filters are combined by "and"; a null matches all. Every method returns a new query; begin with {@link #all()}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the exact owner of the tokens
 * @param token the token
 * @param actor the exact actor
 * @param after the id of the last entry of the page before; null for the first page
 * @param limit how many entries a page has at most, 1 to {@value #MAX_LIMIT}
 */
public record TrailQuery(
        @Nullable String owner,
        @Nullable TokenId token,
        @Nullable String actor,
        @Nullable String after,
        int limit) {

    /** The most entries of a page. */
    public static final int MAX_LIMIT = 200;

    private static final TrailQuery ALL = new TrailQuery(null, null, null, null, 100);

    /**
     * Makes a query.
     *
     * @throws IllegalArgumentException if a text or the cursor is malformed, or the limit is out of range
     */
    public TrailQuery {
        if (owner != null) {
            TokenRecord.requireText("owner", owner);
        }
        if (actor != null) {
            TokenRecord.requireText("actor", actor);
        }
        if (after != null) {
            RecordText.requireAscii("cursor of a trail", after, TokenId.LENGTH);
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not between 1 and " + MAX_LIMIT);
        }
    }

    /** {@return the query for all entries, a hundred a page} */
    public static TrailQuery all() {
        return ALL;
    }

    /**
     * {@return this query, for the tokens of one owner}
     *
     * @param exactOwner the owner
     */
    public TrailQuery ofOwner(String exactOwner) {
        return new TrailQuery(exactOwner, token, actor, after, limit);
    }

    /**
     * {@return this query, for one token}
     *
     * @param id the token
     */
    public TrailQuery ofToken(TokenId id) {
        return new TrailQuery(owner, id, actor, after, limit);
    }

    /**
     * {@return this query, for what one actor did}
     *
     * @param exactActor the actor
     */
    public TrailQuery byActor(String exactActor) {
        return new TrailQuery(owner, token, exactActor, after, limit);
    }

    /**
     * {@return this query from where a page ended}
     *
     * @param cursor the {@code next} of that page
     */
    public TrailQuery after(String cursor) {
        return new TrailQuery(owner, token, actor, cursor, limit);
    }

    /**
     * {@return this query with another size of page}
     *
     * @param entries how many entries a page has at most, 1 to {@value #MAX_LIMIT}
     */
    public TrailQuery limit(int entries) {
        return new TrailQuery(owner, token, actor, after, entries);
    }

    /**
     * {@return whether the entry matches the filters}
     *
     * @param entry an entry
     */
    public boolean matches(TrailEntry entry) {
        return (owner == null || owner.equals(entry.subject().owner()))
                && (token == null || token.equals(entry.subject().token()))
                && (actor == null || actor.equals(entry.act().by()));
    }
}
