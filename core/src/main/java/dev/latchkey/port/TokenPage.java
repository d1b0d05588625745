package dev.latchkey.port;

import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * <p>A token that cannot be read does not hide the others: it is listed apart, at its place, and the list continues behind
 * it.
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

    /**
     * A record and its use.
     *
     * @param record the record
     * @param use when it was last used and for what, or null if it never was
     */
    public record Entry(TokenRecord record, @Nullable TokenUse use) {}

    /**
     * {@return the page that a store answers a query with}
     *
     * @param query the query
     * @param found what was found, in order, from the query's place on: up to one more than its limit, by which the page
     *     knows that there is a next one
     */
    public static TokenPage of(TokenQuery query, List<Entry> found) {
        if (found.size() <= query.limit()) {
            return new TokenPage(found, null);
        }
        List<Entry> entries = found.subList(0, query.limit());
        TokenCursor last = TokenCursor.of(entries.get(entries.size() - 1), query.order());
        return new TokenPage(entries, last.print(query.order(), query.descending()));
    }

    /**
     * {@return the page that a store answers a query with, where some of the tokens cannot be read}
     *
     * @param query the query
     * @param found what was found and can be read, from the query's place on
     * @param unreadable what was found and cannot be read, by its place; altogether up to one more than the query's limit,
     *     by which the page knows that there is a next one
     */
    public static TokenPage of(TokenQuery query, List<Entry> found, Map<TokenCursor, UnreadableToken> unreadable) {
        if (unreadable.isEmpty()) {
            return of(query, found);
        }
        List<TokenCursor> places = Stream.concat(
                        found.stream().map(entry -> TokenCursor.of(entry, query.order())), unreadable.keySet().stream())
                .sorted(query.places())
                .toList();
        boolean last = places.size() <= query.limit();
        Set<TokenCursor> onPage = new LinkedHashSet<>(last ? places : places.subList(0, query.limit()));
        return new TokenPage(
                found.stream()
                        .filter(entry -> onPage.contains(TokenCursor.of(entry, query.order())))
                        .toList(),
                onPage.stream()
                        .filter(unreadable::containsKey)
                        .map(unreadable::get)
                        .toList(),
                last ? null : places.get(query.limit() - 1).print(query.order(), query.descending()));
    }

    /**
     * {@return the page that a store answers a query with that has no order of its own: it looks at every token}
     *
     * @param query the query
     * @param all every token there is, in any order
     */
    public static TokenPage select(TokenQuery query, Collection<Entry> all) {
        return select(query, all, List.of());
    }

    /**
     * {@return the page that such a store answers a query with, where some of the tokens cannot be read}
     *
     * <p>A token that cannot be read is listed among those of its owner, and among all. It sorts as one that never ends and
     * was never used.
     *
     * @param query the query
     * @param all every token that can be read, in any order
     * @param unreadable every token that cannot be read, in any order
     */
    public static TokenPage select(TokenQuery query, Collection<Entry> all, Collection<UnreadableToken> unreadable) {
        Comparator<TokenCursor> order = query.places();
        TokenCursor after = query.after();
        List<Entry> found = all.stream()
                .filter(entry -> query.filter().matches(entry.record()))
                .filter(entry -> after == null || order.compare(TokenCursor.of(entry, query.order()), after) > 0)
                .sorted(Comparator.comparing(entry -> TokenCursor.of(entry, query.order()), order))
                .limit(query.limit() + 1L)
                .toList();
        Map<TokenCursor, UnreadableToken> places = new HashMap<>();
        for (UnreadableToken token : unreadable) {
            TokenCursor place = TokenCursor.of(token, query.order());
            if (query.filter().matches(token) && (after == null || order.compare(place, after) > 0)) {
                places.put(place, token);
            }
        }
        return of(query, found, places);
    }
}
