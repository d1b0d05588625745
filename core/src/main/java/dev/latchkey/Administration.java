package dev.latchkey;

import dev.latchkey.change.Eraser.Erased;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.UnreadableToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operations on a store as a whole: the cut-off, the recorded revocation bound, the deletion of old data, and the erasure
 * of an owner.
 *
 * <p>Every method throws {@link UnavailableException} if the store does not answer. Thread-safe.
 */
public final class Administration {

    private final TokenStore store;
    private final @Nullable ChangeFeed feed;
    private final TokenChanges changes;
    private final HousekeepingRuns runs;

    Administration(TokenStore store, @Nullable ChangeFeed feed, TokenChanges changes, HousekeepingRuns runs) {
        this.store = store;
        this.feed = feed;
        this.changes = changes;
        this.runs = runs;
    }

    /**
     * Sets the cut-off: from now on, every token issued before a time is rejected. The time only moves forward.
     *
     * <p>For use after an old copy of the database was restored, which lacks the revocations since.
     *
     * @param time the earliest time of issue that is still accepted, within 1970 to 9999. As it cannot be moved back, one
     *     in the future also rejects what is issued until then
     * @throws IllegalArgumentException if it is out of that range; nothing is changed
     */
    public void rejectIssuedBefore(Instant time) {
        changes.changeState(state -> state.withRejectIssuedBefore(time));
    }

    /**
     * Records how long after a revocation some node may still accept the token: the bound that all nodes keep.
     *
     * <p>The first node that caches records ({@link AccessTokensBuilder#revocationWithin}) records its own. To lower the
     * bound, restart all nodes with the new one, then record it; to raise it, record it first. A node whose own bound is
     * longer than the recorded one does not start.
     *
     * @param bound zero to a day ({@link dev.latchkey.token.StoreState#MAX_REVOCATION_BOUND}); sub-millisecond precision is
     *     truncated
     * @throws IllegalArgumentException if it is out of that range; nothing is changed
     */
    public void recordRevocationBound(Duration bound) {
        changes.changeState(state -> state.withRevocationBound(bound));
    }

    /**
     * {@return how long after a revocation some node may still accept the token, as it is recorded: what a page can promise}
     * Zero if nothing is recorded, because then no node caches records.
     */
    public Duration revocationBound() {
        Duration recorded = store.findCommitted(Set.of(), feed == null ? null : feed.position())
                .state()
                .revocationBound();
        return recorded == null ? Duration.ZERO : recorded;
    }

    /** {@return since when every node records uses, in whole milliseconds; empty if the store does not state that} */
    public Optional<Instant> usesRecordedSince() {
        return Optional.ofNullable(changes.state().usesRecordedSince());
    }

    /**
     * States from when on every node records uses ({@link AccessTokensBuilder#recordingUses()}). The time only moves
     * forward.
     *
     * <p>The first node that records states the time of its start. Call this when nodes that did not record were still
     * running then, as in a rolling deployment, or when uses were lost.
     *
     * @param time from when on, within 1970 to 9999; sub-millisecond precision is truncated
     * @throws IllegalArgumentException if it is out of that range; nothing is changed
     * @throws IllegalStateException if the store does not state that uses are recorded
     */
    public void recordUsesSince(Instant time) {
        changes.changeState(state -> {
            if (state.usesRecordedSince() == null) {
                throw new IllegalStateException("no node records uses: set recordingUses() on the builder");
            }
            return state.withUsesRecordedSince(time);
        });
    }

    /**
     * Deletes the records of tokens that ended, by expiry or revocation, before a time, with their uses; in batches.
     *
     * <p>Records that cannot be read are skipped. Call it outside of transactions; inside, all batches are one
     * transaction. Nodes evict the deleted records from their caches. It may run on any number of nodes at the same time:
     * each record is deleted, and counted, by one of them.
     *
     * @param endedBefore tokens that ended strictly before this are deleted, within 1970 to 9999; sub-millisecond precision
     *     is truncated. At least ten minutes ago: clocks of other nodes may be behind
     * @return how many were deleted
     * @throws IllegalArgumentException if it is out of that range
     */
    public long sweep(Instant endedBefore) {
        return runs.sweep(endedBefore, () -> true).deleted();
    }

    /**
     * Carries out a policy of housekeeping once: makes the expiry notices that are due, revokes idle tokens, deletes the
     * records of ended tokens, trims feed and trail. For the host's scheduler; on one node or on all of them at the same
     * time.
     *
     * <p>Call it outside of transactions: each batch is a short transaction.
     *
     * @param policy what to delete, end and announce
     * @return what this node did
     * @throws IllegalStateException if the policy ends idle tokens, and this node does not record uses; nothing is done
     * @throws UnavailableException if a part of it failed; the others were done, and the next run repeats what is left
     */
    public Housekeeping.Report sweep(Housekeeping policy) {
        return runs.run(policy, () -> true);
    }

    /**
     * Checks that this node can carry out a policy, for a service that schedules {@link #sweep(Housekeeping)}: what it would
     * refuse is found when the service starts. Does not read the store.
     *
     * @param policy what to delete, end and announce
     * @throws IllegalStateException if the policy ends idle tokens, and this node does not record uses; or if it announces
     *     expiries, and this node has no listener
     */
    public void requirePossible(Housekeeping policy) {
        runs.requirePossible(policy);
    }

    /**
     * Deletes old entries of the change feed; in batches.
     *
     * @param madeBefore entries made before this are deleted, within 1970 to 9999; sub-millisecond precision is
     *     truncated. Choose a time longer ago than any node is disconnected: a node that is behind the deleted entries
     *     evicts its whole cache
     * @return how many were deleted; zero if the store has no feed
     * @throws IllegalArgumentException if it is out of that range
     */
    public long trimFeed(Instant madeBefore) {
        return runs.trimFeed(TokenRecord.requireTime("madeBefore", madeBefore), () -> true);
    }

    /**
     * Deletes old entries of the durable trail; in batches.
     *
     * @param actedBefore entries of acts before this are deleted, within 1970 to 9999; sub-millisecond precision is
     *     truncated
     * @return how many were deleted; zero if no trail is kept
     * @throws IllegalArgumentException if it is out of that range
     */
    public long trimTrail(Instant actedBefore) {
        return runs.trimTrail(TokenRecord.requireTime("actedBefore", actedBefore), () -> true);
    }

    /**
     * Erases everything that is stored about one owner: the records of the tokens in any state, with their uses and
     * request keys, and the entries about these tokens in the durable trail, also those of tokens that were deleted
     * before, and also if this node does not keep the trail.
     *
     * <p>Live tokens are revoked first, with the reason {@link RevocationReason#ERASED}; then the records are deleted in
     * batches. Both are changes, which other nodes see within the {@linkplain #revocationBound() bound}. When that time has
     * passed after the return, no token that the owner had is accepted anywhere.
     *
     * <p>First stop issuing tokens for the owner, on every node. Call it outside of transactions: inside, everything is
     * one transaction, and the result is valid once it is committed. It may run on any number of nodes at the same time.
     * If it throws or is interrupted, a repeated call erases the rest. An erasure of an unknown owner erases nothing.
     *
     * <p>These remain: the owner's name, or the ids of the owner's tokens, where they are the <em>actor</em> of something
     * that concerns other owners' tokens, because that is a part of the other owners' records; the ids of deleted tokens
     * in the change feed until it is trimmed; and what your service stores itself, as logs, received events and
     * backups.
     *
     * @param owner the exact owner, 1 to 255 characters
     * @return what was erased, and whether something remains
     * @throws IllegalArgumentException if the owner is empty or too long
     * @throws UnavailableException if the store fails, or tokens are issued as fast as they are revoked
     */
    public Erasure erase(String owner) {
        return Erasure.of(runs.erase(TokenRecord.requireText("owner", owner)));
    }

    /**
     * The result of {@link #erase}, on the node that ran it. Components may be added.
     *
     * @param tokens how many records of tokens were deleted, with their uses and request keys
     * @param trailEntries how many entries of the durable trail were deleted
     * @param unreadable the tokens of the owner that remain because their stored form cannot be read: repair or delete it,
     *     then erase again
     * @param isComplete whether nothing about the owner was stored at the end. If not, and no token is unreadable, tokens
     *     were issued meanwhile: erase again
     */
    public record Erasure(long tokens, long trailEntries, List<UnreadableToken> unreadable, boolean isComplete) {

        public Erasure {
            unreadable = List.copyOf(unreadable);
        }

        static Erasure of(Erased erased) {
            return new Erasure(erased.tokens(), erased.entries(), erased.unreadable(), erased.complete());
        }
    }
}
