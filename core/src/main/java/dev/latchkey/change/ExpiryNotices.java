package dev.latchkey.change;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Announces the expiry of tokens at fixed times before it, at most once for each time and token.
 *
 * <p>A node claims a notice by a compare-and-set on the token's record before it makes it, so of any number of nodes one
 * makes it. A node that ends between the two has made none.
 */
public final class ExpiryNotices {

    private static final TokenId LAST_ID = TokenId.of(-1, -1);

    private final TokenStore store;
    private final TokenChanges changes;
    private final Listener listener;
    private final BooleanSupplier continues;

    /**
     * Makes notices.
     *
     * @param store lists the tokens
     * @param changes claims the notices
     * @param listener is notified
     * @param continues is asked before each notice; if it returns false, the rest is left to the next call
     */
    public ExpiryNotices(TokenStore store, TokenChanges changes, Listener listener, BooleanSupplier continues) {
        this.store = store;
        this.changes = changes;
        this.listener = listener;
        this.continues = continues;
    }

    /** Is notified of expiries. */
    public interface Listener {

        /**
         * A token expires soon.
         *
         * @param token its record, as it is stored now
         * @param before how long before the expiry it was to be announced
         */
        void expiring(TokenRecord token, Duration before);
    }

    /**
     * Makes the notices that are due.
     *
     * @param times how long before an expiry it is announced
     * @param now the present time
     * @return how many were made by this node
     */
    public long announce(Collection<Duration> times, Instant now) {
        if (times.isEmpty()) {
            return 0;
        }
        NavigableSet<Duration> before = new TreeSet<>(times);
        Instant horizon = now.plus(before.last());
        StoreState state = changes.state();
        TokenQuery query = TokenQuery.all()
                .unrevoked()
                .orderedBy(Order.END, Direction.ASCENDING)
                .limit(TokenQuery.MAX_LIMIT);
        query = query.after(new TokenCursor(now.toEpochMilli(), LAST_ID).print(query));
        long made = 0;
        while (continues.getAsBoolean()) {
            TokenPage page = store.list(query);
            List<TokenRecord> expiring = page.entries().stream()
                    .map(TokenPage.Entry::record)
                    .takeWhile(token -> !expiresAfter(token, horizon))
                    .toList();
            made += announceEach(expiring, before, now, state);
            if (page.next() == null || expiring.size() < page.entries().size()) {
                break;
            }
            query = query.after(page.next());
        }
        return made;
    }

    private static boolean expiresAfter(TokenRecord token, Instant time) {
        Instant end = token.lifecycle().expiresAt();
        return end == null || end.isAfter(time);
    }

    /** In an order of this node's own: nodes that read the same page at the same time rarely claim the same notice. */
    private long announceEach(List<TokenRecord> tokens, NavigableSet<Duration> times, Instant now, StoreState state) {
        List<TokenRecord> shuffled = new ArrayList<>(tokens);
        Collections.shuffle(shuffled);
        long made = 0;
        for (TokenRecord token : shuffled) {
            Duration due = isReplacedOrCutOff(token, state) ? null : due(token, times, now);
            if (due != null && continues.getAsBoolean() && announce(token, due)) {
                made++;
            }
        }
        return made;
    }

    /** Its owner has another token, or it is rejected already. */
    private static boolean isReplacedOrCutOff(TokenRecord token, StoreState state) {
        return token.lineage().successor() != null
                || (state.rejectIssuedBefore() != null
                        && token.lifecycle().issuedAt().isBefore(state.rejectIssuedBefore()));
    }

    /** {@return the shortest time that has come and was not announced, or null} */
    private static @Nullable Duration due(TokenRecord token, NavigableSet<Duration> times, Instant now) {
        Instant end = token.lifecycle().expiresAt();
        if (end == null) {
            return null;
        }
        Duration due = times.ceiling(Duration.between(now, end));
        if (due == null || due.compareTo(Duration.between(token.lifecycle().issuedAt(), end)) >= 0) {
            return null;
        }
        Duration announced = Marks.of(token).announced();
        return announced == null || announced.compareTo(due) > 0 ? due : null;
    }

    private boolean announce(TokenRecord token, Duration due) {
        if (token.version() >= Long.MAX_VALUE - 1) {
            return false;
        }
        TokenRecord claimed = token.withDetails(Marks.of(token).announcing(due).text());
        if (!changes.write(List.of(new Write.Update(token, claimed)))) {
            return false;
        }
        listener.expiring(claimed, due);
        return true;
    }
}
