package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The orders of the list, by their names in the address. */
enum ListOrder {
    /** What was issued last comes first. */
    NEWEST(Order.ID, Direction.DESCENDING),
    /** What was issued first comes first. */
    OLDEST(Order.ID, Direction.ASCENDING),
    /** What expires next comes first. */
    EXPIRY(Order.END, Direction.ASCENDING),
    /** What was never used comes first, then what was not used for longest. */
    USE(Order.LAST_USE, Direction.ASCENDING),
    /** What ended last comes first: the order of tokens that have ended. */
    ENDED(Order.END, Direction.DESCENDING);

    private final Order order;
    private final Direction direction;

    ListOrder(Order order, Direction direction) {
        this.order = order;
        this.direction = direction;
    }

    /** {@return the orders of active tokens; by use only if that is recorded} */
    static List<ListOrder> ofActive(boolean recordsUses) {
        return recordsUses ? List.of(NEWEST, OLDEST, EXPIRY, USE) : List.of(NEWEST, OLDEST, EXPIRY);
    }

    /** {@return the order that a request names; the first one if it names none of them} */
    static ListOrder named(String name, List<ListOrder> orders) {
        return orders.stream()
                .filter(order -> order.parameter().equals(name))
                .findFirst()
                .orElse(orders.get(0));
    }

    /** {@return its name in the address} */
    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the query in this order; by end, it begins at the present} */
    TokenQuery applyTo(TokenQuery query, Instant now) {
        TokenQuery ordered = query.orderedBy(order, direction);
        return switch (this) {
            case EXPIRY -> ordered.after(new TokenCursor(now.toEpochMilli(), TokenId.of(-1, -1)).print(ordered));
            case ENDED ->
                ordered.after(new TokenCursor(now.plusMillis(1).toEpochMilli(), TokenId.of(0, 0)).print(ordered));
            default -> ordered;
        };
    }

    /** {@return the cursor behind a token of a query in this order, which was read with its use} */
    String cursorAfter(TokenQuery query, StoredToken token) {
        long key = switch (order) {
            case ID -> 0;
            case END -> TokenRows.endOf(token).map(Instant::toEpochMilli).orElse(TokenCursor.NEVER_ENDS);
            case LAST_USE -> token.lastUsedAt().map(Instant::toEpochMilli).orElse(TokenCursor.NEVER_USED);
        };
        return new TokenCursor(key, token.id()).print(query);
    }

    /** {@return the query from a cursor on; empty for the first page, also if the cursor is not one of this order} */
    static Optional<TokenQuery> after(TokenQuery query, String cursor) {
        try {
            return cursor.isEmpty() ? Optional.empty() : Optional.of(query.after(cursor));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
