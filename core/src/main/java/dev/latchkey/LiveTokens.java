package dev.latchkey;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

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

    /** Counts up to a maximum. The last to end come first, so it ends at the first that has ended. */
    private boolean hasAsMany(String owner, int maximum, Instant now) {
        TokenQuery query = TokenQuery.all()
                .ownedBy(owner)
                .orderedBy(Order.END, Direction.DESCENDING)
                .limit(Math.min(maximum, TokenQuery.MAX_LIMIT));
        long count = 0;
        while (true) {
            TokenPage page = store.list(query);
            long live = page.entries().stream()
                    .takeWhile(entry -> isLive(entry.record(), now))
                    .count();
            count += live;
            if (count >= maximum || page.next() == null || live < page.entries().size()) {
                return count >= maximum;
            }
            query = query.after(page.next());
        }
    }

    /**
     * {@return how many tokens that have not ended were derived from a token, directly or not}
     *
     * <p>One read for a token that issued none, and one more for each token that was derived from it.
     */
    int derivedFrom(TokenRecord token, Instant now) {
        int count = 0;
        Deque<TokenId> parents = new ArrayDeque<>(List.of(token.id()));
        while (!parents.isEmpty()) {
            for (TokenRecord child : children(parents.pop())) {
                parents.push(child.id());
                count += isLive(child, now) ? 1 : 0;
            }
        }
        return count;
    }

    private List<TokenRecord> children(TokenId parent) {
        List<TokenRecord> children = new ArrayList<>();
        TokenQuery query = TokenQuery.all().childrenOf(parent).limit(TokenQuery.MAX_LIMIT);
        while (true) {
            TokenPage page = store.list(query);
            page.entries().forEach(entry -> children.add(entry.record()));
            if (page.next() == null) {
                return children;
            }
            query = query.after(page.next());
        }
    }

    private static boolean isLive(TokenRecord record, Instant now) {
        Instant end = record.lifecycle().endsAt();
        return end == null || end.isAfter(now);
    }
}
