package dev.latchkey;

import dev.latchkey.change.Eraser;
import dev.latchkey.change.Eraser.Erased;
import dev.latchkey.change.ExpiryNotices;
import dev.latchkey.change.IdleExpiry;
import dev.latchkey.change.IdleExpiry.Idleness;
import dev.latchkey.change.Sweeper;
import dev.latchkey.change.Sweeper.Swept;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link Housekeeping}. Notices are first, because they are of no use late. A part that fails does not
 * prevent the others. Thread-safe.
 */
final class HousekeepingRuns {

    /** Entries of one call of the store: few enough that its locks are short. */
    private static final int BATCH = 500;

    private final Stored stored;
    private final TokenChanges changes;
    private final ExpiryNotices.@Nullable Listener listener;
    private final InstantSource clock;
    private final HousekeepingTotals totals = new HousekeepingTotals();

    /** @param listener is notified of expiries; null if the host does not listen to events */
    HousekeepingRuns(
            Stored stored, TokenChanges changes, ExpiryNotices.@Nullable Listener listener, InstantSource clock) {
        this.stored = stored;
        this.changes = changes;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Where things are stored.
     *
     * @param tokens the tokens
     * @param feed the change feed, or null
     * @param trail the durable trail, or null
     * @param uses how uses are recorded, or null if they are not
     */
    record Stored(
            TokenStore tokens,
            @Nullable ChangeFeed feed,
            @Nullable ChangeTrail trail,
            @Nullable RecordedUses uses) {}

    /**
     * How uses are recorded.
     *
     * @param interval how long after a use it is written at the latest
     * @param since returns since when all nodes record uses, or null if that is not known
     */
    record RecordedUses(Duration interval, Supplier<@Nullable Instant> since) {}

    /**
     * @param listens whether the node has a listener of events
     * @param recordsUses whether it records uses
     * @throws IllegalStateException if the policy cannot be carried out on this node
     */
    static void requirePossible(Housekeeping policy, boolean listens, boolean recordsUses) {
        if (!listens && !policy.noticesBefore().isEmpty()) {
            throw new IllegalStateException("expiry notices are events, and this node has no listener for them;"
                    + " Housekeeping.announcingExpiry() needs AccessTokensBuilder.listener()");
        }
        if (policy.idleLimit().isPresent() && !recordsUses) {
            throw new IllegalStateException("uses are not recorded, so every token looks idle;"
                    + " Housekeeping.endingIdleTokensAfter() needs recorded uses");
        }
    }

    /**
     * {@return what was done}
     *
     * @param continues is asked before each batch; if it returns false, the run ends early
     * @throws IllegalStateException if the policy cannot be carried out on this node; nothing is done
     * @throws UnavailableException if a part of it failed, after the others
     */
    Housekeeping.Report run(Housekeeping policy, BooleanSupplier continues) {
        requirePossible(policy);
        boolean completed = false;
        try {
            Housekeeping.Report report = attempt(policy, continues);
            completed = true;
            return report;
        } finally {
            totals.ended(completed);
        }
    }

    /** @throws IllegalStateException if the policy cannot be carried out on this node */
    void requirePossible(Housekeeping policy) {
        requirePossible(policy, listener != null, stored.uses() != null);
    }

    /** {@return what all runs on this node did} */
    Statistics.Housekeeping statistics() {
        return totals.statistics();
    }

    private Housekeeping.Report attempt(Housekeeping policy, BooleanSupplier continues) {
        Instant now = clock.instant();
        Parts parts = new Parts();
        long notices = parts.attempt(0L, () -> announce(policy, now, continues));
        long idle = parts.attempt(
                0L,
                () -> policy.idleLimit()
                        .map(limit -> endIdle(limit, now, continues))
                        .orElse(0L));
        Swept swept = parts.attempt(
                Swept.NOTHING,
                () -> policy.endedTokensKept()
                        .map(kept -> sweep(now.minus(kept), continues))
                        .orElse(Swept.NOTHING));
        long feed = parts.attempt(
                0L,
                () -> policy.feedKept()
                        .map(kept -> trimFeed(now.minus(kept), continues))
                        .orElse(0L));
        long trail = parts.attempt(
                0L,
                () -> policy.trailKept()
                        .map(kept -> trimTrail(now.minus(kept), continues))
                        .orElse(0L));
        Housekeeping.Report report = new Housekeeping.Report(
                swept.deleted(), idle, notices, new Housekeeping.Trimmed(feed, trail), swept.unreadable());
        totals.add(report);
        parts.requireDone();
        return report;
    }

    /** Attempts each part, and remembers the first failure. */
    private static final class Parts {

        private @Nullable UnavailableException failure;

        <T> T attempt(T otherwise, Supplier<T> part) {
            try {
                return part.get();
            } catch (CallerTransactionException e) {
                throw e;
            } catch (UnavailableException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
                return otherwise;
            }
        }

        void requireDone() {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private long announce(Housekeeping policy, Instant now, BooleanSupplier continues) {
        return listener == null
                ? 0
                : new ExpiryNotices(stored.tokens(), changes, listener, continues)
                        .announce(policy.noticesBefore(), now);
    }

    private long endIdle(Duration limit, Instant now, BooleanSupplier continues) {
        RecordedUses uses = stored.uses();
        Instant since = uses == null ? null : uses.since().get();
        if (uses == null || since == null) {
            return 0;
        }
        Idleness idleness = new Idleness(now.minus(limit).minus(uses.interval()), since);
        return new IdleExpiry(stored.tokens(), changes, continues)
                .end(idleness, new Intervention(now, null, RevocationReason.IDLE));
    }

    Swept sweep(Instant before, BooleanSupplier continues) {
        return new Sweeper(stored.tokens(), changes, continues).sweep(before);
    }

    Erased erase(String owner) {
        return new Eraser(
                        stored.tokens(),
                        changes,
                        owner,
                        new Intervention(clock.instant(), null, RevocationReason.ERASED))
                .erase();
    }

    long trimFeed(Instant before, BooleanSupplier continues) {
        ChangeFeed feed = stored.feed();
        return feed == null ? 0 : inBatches(() -> feed.trim(before, BATCH), continues);
    }

    long trimTrail(Instant before, BooleanSupplier continues) {
        ChangeTrail trail = stored.trail();
        return trail == null ? 0 : inBatches(() -> trail.trimTrail(before, BATCH), continues);
    }

    /** A batch that is not full is the last one, or another node trims at the same time and continues. */
    private static long inBatches(IntSupplier batch, BooleanSupplier continues) {
        long deleted = 0;
        int last = BATCH;
        while (last == BATCH && continues.getAsBoolean()) {
            last = batch.getAsInt();
            deleted += last;
        }
        return deleted;
    }
}
