package dev.latchkey.change;

import dev.latchkey.change.TokenChanges.RecordChange;
import dev.latchkey.change.Trail.Deed;
import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.TokenFilter;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.UnreadableToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Revokes all tokens that a query matches. Passes are repeated until one finds no token, because a token may be replaced
 * during a pass by a successor in a part of the list that the pass has already read.
 *
 * <p>The first pass reads all tokens that have not ended, the others only unrevoked tokens, of which few are left. The
 * query's own conditions are checked here: a store that checks them lists no token that cannot be read, and a caller must
 * know of those.
 *
 * <p>For one call, by one thread.
 */
public final class BulkRevoker {

    private static final int MAXIMUM_PASSES = 100;

    /** After this many failures in a row, for tokens that the store could list, the store counts as unavailable. */
    private static final int MAXIMUM_FAILURES_IN_A_ROW = 3;

    /**
     * How long ago a token must have ended by this node's clock to be skipped: more than the clocks of two nodes
     * differ, even if one of them is not synchronized. While another node's clock is behind this one's, a token that has
     * ended here is still accepted there. Revoking a token that has already ended only costs a write.
     */
    private static final Duration END_MARGIN = Duration.ofMinutes(10);

    private final TokenStore store;
    private final TokenChanges changes;
    private final TokenQuery query;
    private final TokenFilter filter;
    private final Act act;
    private final Intervention revocation;
    private final Instant wellBefore;
    private final Map<TokenId, UnreadableToken> unreadable = new LinkedHashMap<>();

    /** In a caller's transaction, a list may show a token as it was before this call or another node revoked it. */
    private final Set<TokenId> done = new HashSet<>();

    private int revoked;
    private int failuresInARow;
    private @Nullable UnavailableException failure;

    /**
     * Makes a revoker for one call.
     *
     * @param store lists the tokens
     * @param changes revokes them
     * @param query which tokens; its order does not matter
     * @param revocation when, who and why
     * @throws IllegalArgumentException if the query has a limit or a cursor
     */
    public BulkRevoker(TokenStore store, TokenChanges changes, TokenQuery query, Intervention revocation) {
        if (query.isPaged()) {
            throw new IllegalArgumentException(
                    "the query has a limit or a cursor, which are for a page of a list; all of its tokens are revoked");
        }
        this.store = store;
        this.changes = changes;
        this.query = query;
        this.filter = TokenFilter.of(query);
        this.act = new Act(revocation.at(), revocation.by(), Action.REVOKED, revocation.reason());
        this.revocation = revocation;
        this.wellBefore = revocation.at().minus(END_MARGIN);
    }

    /**
     * {@return how many tokens were revoked: those that this call changed}
     *
     * @throws UnavailableException if the store fails, or tokens are issued as fast as they are revoked
     */
    public int run() {
        // A list without a condition reads each page by one statement, and these are most of the tokens.
        revokeEndingAfter(revocation.at(), query.unconditional());
        for (int pass = 0; pass < MAXIMUM_PASSES; pass++) {
            int before = done.size();
            failure = null;
            revokeEndingAfter(wellBefore, query.unconditional().unrevoked());
            if (done.size() == before) {
                if (failure != null) {
                    throw incomplete("some could not be", failure);
                }
                return revoked;
            }
        }
        throw incomplete("they are issued as fast as they are revoked", null);
    }

    /** {@return the tokens that could not be revoked, because their stored form cannot be read} */
    public List<UnreadableToken> unreadable() {
        return List.copyOf(unreadable.values());
    }

    private UnavailableException incomplete(String why, @Nullable UnavailableException cause) {
        return new UnavailableException(
                "of " + query + ", " + revoked + " were revoked; " + why + ". Revoke all again to revoke the rest",
                cause);
    }

    /** One pass over the tokens that end after a time. The list is by end, latest first, so they come first. */
    private void revokeEndingAfter(Instant after, TokenQuery listed) {
        TokenQuery selected = listed.orderedBy(Order.END, Direction.DESCENDING).limit(TokenQuery.MAX_LIMIT);
        while (true) {
            TokenPage page = page(selected);
            page.unreadable().forEach(this::revokeUnreadable);
            List<TokenPage.Entry> live = page.entries().stream()
                    .takeWhile(entry -> !hasEnded(entry.record(), after))
                    .toList();
            List<TokenRecord> matching = live.stream()
                    .filter(entry -> isToRevoke(entry.record(), entry.use()))
                    .map(TokenPage.Entry::record)
                    .toList();
            Batches.of(matching, store.maximumWrites()).forEach(this::revokeTogether);
            if (page.next() == null || live.size() < page.entries().size()) {
                return;
            }
            selected = selected.after(page.next());
            if (Objects.requireNonNull(TokenCursor.startOf(selected)).key() <= after.toEpochMilli()) {
                return;
            }
        }
    }

    private TokenPage page(TokenQuery selected) {
        try {
            return store.list(selected);
        } catch (CallerTransactionException e) {
            throw e;
        } catch (UnavailableException e) {
            throw incomplete("the other tokens could not be listed", e);
        }
    }

    private boolean isToRevoke(TokenRecord token, @Nullable TokenUse use) {
        return filter.matches(token, use) && isUnrevoked(token);
    }

    private boolean isUnrevoked(TokenRecord token) {
        return !token.lifecycle().isRevoked() && !done.contains(token.id());
    }

    /** One write for all, as listed; one by one if that was refused, because one of them changed, or failed. */
    private void revokeTogether(List<TokenRecord> tokens) {
        List<Deed> deeds = tokens.stream()
                .map(token -> Deed.changed(token, token.withRevocation(revocation), act))
                .toList();
        try {
            if (changes.carryOut(deeds)) {
                revoked += tokens.size();
                tokens.forEach(token -> done.add(token.id()));
                return;
            }
        } catch (CallerTransactionException e) {
            throw e;
        } catch (UnavailableException e) {
            // Possibly because of one of them, so each is tried.
        }
        tokens.forEach(this::revoke);
    }

    private void revoke(TokenRecord token) {
        try {
            if (changes.change(token.id(), record -> true, act, record -> record.withRevocation(revocation))
                    .filter(RecordChange::changed)
                    .isPresent()) {
                revoked++;
            }
            done.add(token.id());
            failuresInARow = 0;
        } catch (CallerTransactionException e) {
            throw e;
        } catch (UnavailableException e) {
            failure = e;
            if (++failuresInARow == MAXIMUM_FAILURES_IN_A_ROW) {
                throw incomplete("the store does not answer", e);
            }
        }
    }

    /** If only the use cannot be read, the record can be written, unless the use decides whether it is to be. */
    private void revokeUnreadable(UnreadableToken token) {
        if (unreadable.containsKey(token.id())) {
            return;
        }
        try {
            TokenRecord record = store.find(Set.of(token.id())).record(token.id());
            if (record == null || !filter.selects(record) || hasEnded(record, wellBefore)) {
                return;
            }
            if (filter.needsUse() && isUnrevoked(record)) {
                unreadable.put(token.id(), token);
            } else if (isToRevoke(record, null)) {
                revoke(record);
            }
        } catch (CallerTransactionException e) {
            throw e;
        } catch (UnavailableException e) {
            unreadable.put(token.id(), token);
        }
    }

    private static boolean hasEnded(TokenRecord token, Instant by) {
        return Stream.of(
                        Optional.ofNullable(token.lifecycle().revokedAt()),
                        Optional.ofNullable(token.lifecycle().expiresAt()))
                .flatMap(Optional::stream)
                .anyMatch(end -> !end.isAfter(by));
    }
}
