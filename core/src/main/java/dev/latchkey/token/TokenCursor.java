package dev.latchkey.token;

import dev.latchkey.token.TokenQuery.Order;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A place in an ordered list of tokens: the sort key of the token before it, then that token's id.
 *
 * <p>Its text is opaque to callers and contains nothing else. It is not signed: the filters are in the query, so a
 * forged cursor cannot show anything that the query itself would not show.
 *
 * @param key the sort key: 0 for {@link Order#ID}; milliseconds since 1970, or {@link #NEVER_ENDS}, for
 *     {@link Order#END}; milliseconds since 1970, or {@link #NEVER_USED}, for {@link Order#LAST_USE}
 * @param id decides between tokens of equal keys
 */
public record TokenCursor(long key, TokenId id) {

    /** The key of tokens that have no end: after all others. */
    public static final long NEVER_ENDS = Long.MAX_VALUE;

    /** The key of tokens that were never used: before all others. */
    public static final long NEVER_USED = -1;

    private static final byte VERSION = 1;
    private static final int LENGTH = 2 + 3 * Long.BYTES;

    /**
     * {@return the place that a query's page begins after, in the query's order; null for the first page}
     *
     * @param query the query
     */
    public static @Nullable TokenCursor startOf(TokenQuery query) {
        return query.start();
    }

    /** {@return the order of places in the list of a query} */
    public static Comparator<TokenCursor> inOrderOf(TokenQuery query) {
        Comparator<TokenCursor> ascending =
                Comparator.comparingLong(TokenCursor::key).thenComparing(TokenCursor::id);
        return query.descending() ? ascending.reversed() : ascending;
    }

    /**
     * {@return whether this place is behind the one that the page of a query begins after}
     *
     * @param query a query in whose order this place is
     */
    public boolean isBehindStartOf(TokenQuery query) {
        TokenCursor start = query.start();
        return start == null || inOrderOf(query).compare(this, start) > 0;
    }

    static TokenCursor parse(String text, TokenQuery query) {
        byte[] bytes = decode(text);
        if (bytes.length != LENGTH || bytes[0] != VERSION || bytes[1] != orderByte(query)) {
            throw new IllegalArgumentException("not a cursor of this list");
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes, 2, LENGTH - 2);
        return new TokenCursor(fields.getLong(), TokenId.of(fields.getLong(), fields.getLong()));
    }

    private static byte[] decode(String text) {
        try {
            return text.length() > 2 * LENGTH
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /**
     * {@return the text of this place, for {@link TokenQuery#after(String)}}
     *
     * @param query a query in whose order this place is
     */
    public String print(TokenQuery query) {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .put(orderByte(query))
                .putLong(key)
                .putLong(id.high())
                .putLong(id.low())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte orderByte(TokenQuery query) {
        int number = switch (query.order()) {
            case ID -> 0;
            case END -> 1;
            case LAST_USE -> 2;
        };
        return (byte) (number * 2 + (query.descending() ? 1 : 0));
    }
}
