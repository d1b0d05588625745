package dev.latchkey.port;

import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param entries the tokens, at most as many as the query's limit
 * @param next the cursor to read on with, or null if this is the last page
 */
public record TokenPage(List<Entry> entries, @Nullable String next) {

    public TokenPage {
        entries = List.copyOf(entries);
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
     * {@return the page that a store answers a query with that has no order of its own: it looks at every token}
     *
     * @param query the query
     * @param all every token there is, in any order
     */
    public static TokenPage select(TokenQuery query, Collection<Entry> all) {
        Comparator<TokenCursor> ascending =
                Comparator.comparingLong(TokenCursor::key).thenComparing(TokenCursor::id);
        Comparator<TokenCursor> order = query.descending() ? ascending.reversed() : ascending;
        TokenCursor after = query.after();
        List<Entry> found = all.stream()
                .filter(entry -> query.filter().matches(entry.record()))
                .filter(entry -> after == null || order.compare(TokenCursor.of(entry, query.order()), after) > 0)
                .sorted(Comparator.comparing(entry -> TokenCursor.of(entry, query.order()), order))
                .limit(query.limit() + 1L)
                .toList();
        return of(query, found);
    }
}
