package dev.latchkey.token;

import dev.latchkey.token.TokenQuery.Order;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
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
     * {@return the place of a token in an order}
     *
     * @param record the token's record
     * @param use its use, or null if it was never used
     * @param order the order
     */
    public static TokenCursor of(TokenRecord record, @Nullable TokenUse use, Order order) {
        long key = switch (order) {
            case ID -> 0;
            case END -> {
                Instant end = record.lifecycle().endsAt();
                yield end == null ? NEVER_ENDS : end.toEpochMilli();
            }
            case LAST_USE -> use == null ? NEVER_USED : use.lastUsedAt().toEpochMilli();
        };
        return new TokenCursor(key, record.id());
    }

    /**
     * {@return the place of a token that cannot be read, in a store without an index}
     *
     * @param token the token
     * @param order the order
     */
    public static TokenCursor of(UnreadableToken token, Order order) {
        long key = switch (order) {
            case ID -> 0;
            case END -> NEVER_ENDS;
            case LAST_USE -> NEVER_USED;
        };
        return new TokenCursor(key, token.id());
    }

    static TokenCursor parse(String text, Order order, boolean descending) {
        byte[] bytes = decode(text);
        if (bytes.length != LENGTH || bytes[0] != VERSION || bytes[1] != orderByte(order, descending)) {
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

    /** {@return the text of this place, for the query that has that order} */
    String print(Order order, boolean descending) {
        byte[] bytes = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .put(orderByte(order, descending))
                .putLong(key)
                .putLong(id.high())
                .putLong(id.low())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte orderByte(Order order, boolean descending) {
        int number = switch (order) {
            case ID -> 0;
            case END -> 1;
            case LAST_USE -> 2;
        };
        return (byte) (number * 2 + (descending ? 1 : 0));
    }
}
