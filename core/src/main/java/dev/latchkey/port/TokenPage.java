package dev.latchkey.port;

import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * <p>A token that cannot be read does not hide the others: it is listed separately, at its place in the order, and the
 * list continues after it.
 *
 * <p>A page is bounded by the query's limit, by {@link StoreLimits#MAX_TEXT} and, if the query has conditions, by
 * {@link StoreLimits#MAX_EXAMINED}, so a page that is shorter than the limit need not be the last one: only the cursor
 * shows whether it is.
 *
 * @param entries the tokens that can be read, in the order of the query
 * @param unreadable the tokens that cannot be read, in the order of the query; with the entries at most as many as the
 *     query's limit
 * @param next the cursor to read on with, or null if this is the last page
 */
public record TokenPage(
        List<Entry> entries,
        List<UnreadableToken> unreadable,
        @Nullable String next) {

    public TokenPage {
        entries = List.copyOf(entries);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Makes a page of tokens that can all be read.
     *
     * @param entries the tokens, at most as many as the query's limit
     * @param next the cursor to read on with, or null if this is the last page
     */
    public TokenPage(List<Entry> entries, @Nullable String next) {
        this(entries, List.of(), next);
    }

    /** {@return whether there is no token on the page, readable or not} */
    public boolean isEmpty() {
        return entries.isEmpty() && unreadable.isEmpty();
    }

    /**
     * A record and its use.
     *
     * @param record the record
     * @param use when it was last used and for what, or null if it never was
     */
    public record Entry(TokenRecord record, @Nullable TokenUse use) {

        /**
         * {@return its place in a list of that order}
         *
         * @param order the order
         */
        public TokenCursor place(Order order) {
            long key = switch (order) {
                case ID -> 0;
                case END -> {
                    Instant end = record.lifecycle().endsAt();
                    yield end == null ? TokenCursor.NEVER_ENDS : end.toEpochMilli();
                }
                case LAST_USE ->
                    use == null ? TokenCursor.NEVER_USED : use.lastUsedAt().toEpochMilli();
            };
            return new TokenCursor(key, record.id());
        }

        /** {@return how much text it has, in characters, as {@link StoreLimits#MAX_TEXT} counts it} */
        public int textLength() {
            return record.textLength() + (use == null ? 0 : use.textLength());
        }
    }

    /**
     * {@return the page that answers a query}
     *
     * @param query the query
     * @param found what was found, in order, from the query's place on: up to one more than its limit, which shows that
     *     there is a next page, or until the text is longer than {@link StoreLimits#MAX_TEXT}
     */
    public static TokenPage of(TokenQuery query, List<Entry> found) {
        return of(query, found, Map.of());
    }

    /**
     * {@return the page that answers a query, if some of the tokens cannot be read}
     *
     * @param query the query
     * @param found what was found and can be read, from the query's place on
     * @param unreadable what was found and cannot be read, by its place; altogether up to one more than the query's
     *     limit, which shows that there is a next page, or until the text of the readable ones is longer than
     *     {@link StoreLimits#MAX_TEXT}
     */
    public static TokenPage of(TokenQuery query, List<Entry> found, Map<TokenCursor, UnreadableToken> unreadable) {
        return of(query, found, unreadable, null);
    }

    /**
     * {@return the page that answers a query, if not all tokens were examined}
     *
     * @param query the query
     * @param found what was found and can be read, as before
     * @param unreadable what was found and cannot be read, as before
     * @param examinedTo the place of the last token that was examined, at which the next page continues if this one has
     *     all that was found; null if all were examined
     */
    public static TokenPage of(
            TokenQuery query,
            List<Entry> found,
            Map<TokenCursor, UnreadableToken> unreadable,
            @Nullable TokenCursor examinedTo) {
        Map<TokenCursor, @Nullable Entry> places = new TreeMap<>(TokenCursor.inOrderOf(query));
        found.forEach(entry -> places.put(entry.place(query.order()), entry));
        unreadable.keySet().forEach(place -> places.put(place, null));
        List<Entry> entries = new ArrayList<>();
        List<UnreadableToken> unread = new ArrayList<>();
        TokenCursor last = null;
        int length = 0;
        for (Map.Entry<TokenCursor, @Nullable Entry> place : places.entrySet()) {
            Entry entry = place.getValue();
            length += entry == null ? 0 : entry.textLength();
            if (last != null && (entries.size() + unread.size() == query.limit() || length > StoreLimits.MAX_TEXT)) {
                return new TokenPage(entries, unread, last.print(query));
            }
            if (entry == null) {
                unread.add(Objects.requireNonNull(unreadable.get(place.getKey())));
            } else {
                entries.add(entry);
            }
            last = place.getKey();
        }
        return new TokenPage(entries, unread, examinedTo == null ? null : examinedTo.print(query));
    }

    /**
     * {@return the page that answers a query, for a store without an index: it sorts every token}
     *
     * @param query the query
     * @param all every token, in any order
     * @throws IllegalArgumentException see {@link StoreLimits#requireQuery}
     */
    public static TokenPage select(TokenQuery query, Collection<Entry> all) {
        return select(query, all, List.of());
    }

    /**
     * {@return the page that answers a query, for a store without an index, if some of the tokens cannot be read}
     *
     * <p>A token that cannot be read is listed among those of its owner, and among all. It sorts like a token that
     * never ends and was never used.
     *
     * @param query the query
     * @param all every token that can be read, in any order
     * @param unreadable every token that cannot be read, in any order
     * @throws IllegalArgumentException see {@link StoreLimits#requireQuery}
     */
    public static TokenPage select(TokenQuery query, Collection<Entry> all, Collection<UnreadableToken> unreadable) {
        StoreLimits.requireQuery(query);
        TokenFilter filter = TokenFilter.of(query);
        Map<TokenCursor, @Nullable Entry> selected = new TreeMap<>(TokenCursor.inOrderOf(query));
        Map<TokenCursor, UnreadableToken> unread = new HashMap<>();
        for (Entry entry : all) {
            TokenCursor place = entry.place(query.order());
            if (filter.selects(entry.record()) && place.isBehindStartOf(query)) {
                selected.put(place, entry);
            }
        }
        for (UnreadableToken token : unreadable) {
            TokenCursor place = unreadablePlace(token, query.order());
            if (filter.selects(token) && place.isBehindStartOf(query)) {
                selected.put(place, null);
                unread.put(place, token);
            }
        }
        return examine(query, selected, unread);
    }

    private static TokenCursor unreadablePlace(UnreadableToken token, Order order) {
        long key = switch (order) {
            case ID -> 0;
            case END -> TokenCursor.NEVER_ENDS;
            case LAST_USE -> TokenCursor.NEVER_USED;
        };
        return new TokenCursor(key, token.id());
    }

    private static TokenPage examine(
            TokenQuery query,
            Map<TokenCursor, @Nullable Entry> selected,
            Map<TokenCursor, UnreadableToken> unreadable) {
        TokenFilter filter = TokenFilter.of(query);
        List<Entry> found = new ArrayList<>();
        Map<TokenCursor, UnreadableToken> unread = new HashMap<>();
        TokenCursor last = null;
        int examined = 0;
        for (Map.Entry<TokenCursor, @Nullable Entry> place : selected.entrySet()) {
            if (examined == StoreLimits.MAX_EXAMINED || found.size() + unread.size() > query.limit()) {
                return of(query, found, unread, last);
            }
            Entry entry = place.getValue();
            if (entry == null) {
                UnreadableToken token = Objects.requireNonNull(unreadable.get(place.getKey()));
                if (filter.matches(token)) {
                    unread.put(place.getKey(), token);
                }
            } else if (filter.matches(entry.record(), entry.use())) {
                found.add(entry);
            }
            last = place.getKey();
            examined++;
        }
        return of(query, found, unread);
    }
}
