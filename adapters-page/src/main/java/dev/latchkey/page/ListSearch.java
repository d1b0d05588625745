package dev.latchkey.page;

import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.token.TokenQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of one page.
 *
 * <p>A store selects by revocation, not by expiry: expired tokens between active ones are read and left out. A page
 * reads a limited number of tokens, and a store examines a limited number for a condition, so it can have fewer rows than
 * others although more follow.
 */
final class ListSearch {

    static final int PAGE_SIZE = 50;
    private static final int MOST_READS = 8;

    private ListSearch() {}

    /**
     * What was found.
     *
     * @param tokens the rows
     * @param unreadable how many tokens were found that cannot be read
     * @param next where the next page begins; empty if this is the last
     */
    record Found(List<StoredToken> tokens, int unreadable, Optional<String> next) {

        /** {@return whether the page is short because the search stopped before its end} */
        boolean isPartial() {
            return next.isPresent() && tokens.size() < PAGE_SIZE;
        }
    }

    /**
     * {@return the rows of a page}
     *
     * @param begin which tokens, from where on
     * @param active whether those are left out that have ended; otherwise, those that have not
     */
    static Found find(Call call, TokenQuery begin, ListOrder order, boolean active) {
        List<StoredToken> rows = new ArrayList<>();
        int unreadable = 0;
        TokenQuery query = begin.limit(PAGE_SIZE);
        for (int read = 1; ; read++) {
            TokenList page = call.tokens().list(query);
            page.tokens().stream()
                    .filter(token -> TokenRows.hasEnded(token, call.now()) != active)
                    .forEach(rows::add);
            unreadable += page.unreadable().size();
            if (rows.size() > PAGE_SIZE) {
                List<StoredToken> shown = rows.subList(0, PAGE_SIZE);
                return new Found(shown, unreadable, Optional.of(order.cursorAfter(query, shown.get(PAGE_SIZE - 1))));
            }
            // A page that is not full has examined as many tokens as a store may: reading on would cost that again.
            boolean full = page.tokens().size() + page.unreadable().size() >= query.limit();
            if (page.next().isEmpty() || rows.size() == PAGE_SIZE || !full || read == MOST_READS) {
                return new Found(rows, unreadable, page.next());
            }
            query = query.limit(TokenQuery.MAX_LIMIT).after(page.next().get());
        }
    }
}
