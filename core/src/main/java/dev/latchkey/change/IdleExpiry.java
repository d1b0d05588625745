package dev.latchkey.change;

import dev.latchkey.change.Trail.Deed;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Revokes tokens that were not used for a time; on any number of nodes at the same time.
 *
 * <p>A use is written some time after it happened. A token whose last written use is longer ago than the limit and that
 * time has been idle for the limit, even if it was used a moment ago.
 */
public final class IdleExpiry {

    private final TokenStore store;
    private final TokenChanges changes;
    private final SharedBatches batches;

    /**
     * Makes the expiry.
     *
     * @param store lists the tokens with their uses
     * @param changes revokes them
     * @param continues is asked before each batch; if it returns false, the rest is left to the next call
     */
    public IdleExpiry(TokenStore store, TokenChanges changes, BooleanSupplier continues) {
        this.store = store;
        this.changes = changes;
        this.batches = new SharedBatches(store, continues);
    }

    /**
     * Since when a token must be unused to be idle.
     *
     * @param lastUse tokens last used, and issued, at this time or before are idle
     * @param recorded since when uses are recorded; a token without a use may have been used before
     */
    public record Idleness(Instant lastUse, Instant recorded) {

        boolean isOf(Entry token, Instant now) {
            Instant end = token.record().lifecycle().endsAt();
            boolean live = end == null || end.isAfter(now);
            return live
                    && Stream.of(
                                    token.record().lifecycle().issuedAt(),
                                    recorded,
                                    token.use() == null ? recorded : token.use().lastUsedAt())
                            .noneMatch(active -> active.isAfter(lastUse));
        }
    }

    /**
     * Revokes the idle tokens that have no live tokens derived from them.
     *
     * @param idleness since when
     * @param revocation when, who and why
     * @return how many this node revoked
     */
    public long end(Idleness idleness, Intervention revocation) {
        TokenQuery query = TokenQuery.all().unrevoked().limit(TokenQuery.MAX_LIMIT);
        long ended = 0;
        while (batches.continues()) {
            TokenPage page = store.list(query);
            List<TokenRecord> idle = page.entries().stream()
                    .filter(token -> idleness.isOf(token, revocation.at()))
                    .map(Entry::record)
                    .filter(token -> !hasLiveChildren(token, revocation.at()))
                    .toList();
            if (!idle.isEmpty()) {
                ended += batches.write(
                        stillIdle(idle, query, idleness, revocation), unchanged -> revoke(unchanged, revocation));
            }
            if (page.next() == null) {
                break;
            }
            query = query.after(page.next());
        }
        return ended;
    }

    /** They are in use, and revoking their parent would end them. */
    private boolean hasLiveChildren(TokenRecord token, Instant now) {
        TokenPage latest = store.list(TokenQuery.all()
                .childrenOf(token.id())
                .unrevoked()
                .orderedBy(Order.END, Direction.DESCENDING)
                .limit(1));
        return !latest.unreadable().isEmpty()
                || latest.entries().stream()
                        .map(entry -> entry.record().lifecycle().endsAt())
                        .anyMatch(end -> end == null || end.isAfter(now));
    }

    /** A use is no change of the record, so the revocation would not be refused after one. */
    private List<TokenRecord> stillIdle(
            List<TokenRecord> idle, TokenQuery query, Idleness idleness, Intervention revocation) {
        Set<TokenId> again = store.list(query).entries().stream()
                .filter(token -> idleness.isOf(token, revocation.at()))
                .map(token -> token.record().id())
                .collect(Collectors.toSet());
        return idle.stream().filter(token -> again.contains(token.id())).toList();
    }

    private boolean revoke(List<TokenRecord> tokens, Intervention revocation) {
        Act act = new Act(revocation.at(), revocation.by(), Action.REVOKED, revocation.reason());
        return changes.carryOut(tokens.stream()
                .map(token -> Deed.changed(token, token.withRevocation(revocation), act))
                .toList());
    }
}
