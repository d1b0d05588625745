package dev.latchkey;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Counts the tokens of an owner that have not ended. */
final class LiveTokens {

    private final TokenStore store;

    LiveTokens(TokenStore store) {
        this.store = store;
    }

    /**
     * Requires that an owner has fewer than {@code maximum} tokens that have neither expired nor been revoked.
     *
     * @throws IllegalArgumentException if the owner has as many
     */
    void requireRoom(String owner, int maximum, Instant now) {
        if (maximum < Integer.MAX_VALUE && hasAsMany(owner, maximum, now)) {
            throw new IllegalArgumentException("owner " + VisibleText.escape(owner) + " has " + maximum
                    + " tokens that have not ended, as many as the policy allows; revoke one, or"
                    + " IssuePolicy.maximumLiveTokens()");
        }
    }

    private boolean hasAsMany(String owner, int maximum, Instant now) {
        return count(owner, record -> true, maximum, now) >= maximum;
    }

    /** {@return how many tokens that have not ended were derived from a token, directly or not} */
    int derivedFrom(TokenRecord token, Instant now) {
        return count(
                token.grant().owner(),
                record -> record.lineage().ancestors().contains(token.id()),
                Integer.MAX_VALUE,
                now);
    }

    /**
     * Counts up to a maximum. Tokens are listed by end, latest first, so counting stops at the first that has ended.
     */
    private int count(String owner, Predicate<TokenRecord> which, int maximum, Instant now) {
        TokenQuery query = TokenQuery.all()
                .ownedBy(owner)
                .orderedBy(Order.END, Direction.DESCENDING)
                .limit(Math.min(maximum, TokenQuery.MAX_LIMIT));
        int count = 0;
        while (true) {
            TokenPage page = store.list(query);
            List<TokenRecord> live = page.entries().stream()
                    .map(TokenPage.Entry::record)
                    .takeWhile(record -> isLive(record, now))
                    .toList();
            count += (int) live.stream().filter(which).count();
            if (count >= maximum
                    || page.next() == null
                    || live.size() < page.entries().size()) {
                return count;
            }
            query = query.after(page.next());
        }
    }

    private static boolean isLive(TokenRecord record, Instant now) {
        Instant end = record.lifecycle().endsAt();
        return end == null || end.isAfter(now);
    }
}
