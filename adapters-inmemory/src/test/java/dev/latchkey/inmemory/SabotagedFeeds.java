package dev.latchkey.inmemory;

import dev.latchkey.inmemory.FeedLog.Cause;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores whose feed reports too little, too much, or too late: rules TF-1 to TF-3, and TS-3 for marks. */
final class SabotagedFeeds {

    private SabotagedFeeds() {}

    static class TellsOfInserts extends OwnFeedStore {
        @Override
        synchronized boolean insert(TokenRecord record) {
            boolean written = StoreWrites.insert(right, record);
            if (written) {
                append(Cause.token(record.id()));
            }
            return written;
        }
    }

    static class TellsOfUses extends OwnFeedStore {
        @Override
        public synchronized void recordUse(Collection<TokenUse> uses) {
            right.recordUse(uses);
            uses.forEach(use -> append(Cause.token(use.id())));
        }
    }

    /** The entry is made in a transaction of its own, which commits whatever becomes of the write. */
    static class TellsOfRefusedWrites extends OwnFeedStore {
        @Override
        synchronized boolean update(TokenRecord next) {
            append(Cause.token(next.id()));
            return StoreWrites.update(right, next);
        }
    }

    /** It died between the write and the entry. */
    static class ForgetsReplacements extends OwnFeedStore {
        @Override
        synchronized boolean replace(TokenRecord retired, TokenRecord successor) {
            return StoreWrites.replace(right, retired, successor);
        }
    }

    /** A limit out of range is taken for the nearest one within. */
    static class ReadsByAnyLimit extends DelegatingStore {
        @Override
        public Changes changesSince(@Nullable FeedPosition position, int limit) {
            return right.changesSince(position, Math.max(1, Math.min(limit, 10_000)));
        }
    }

    /** A time out of range is taken for the nearest one within. */
    static class TrimsByAnyTime extends DelegatingStore {
        @Override
        public int trim(Instant before, int limit) {
            Instant latest = Instant.parse("9999-12-31T23:59:59.999Z");
            Instant time = before.isBefore(Instant.EPOCH) ? Instant.EPOCH : before.isAfter(latest) ? latest : before;
            return right.trim(time, limit);
        }
    }

    static class ForgetsDeletions extends OwnFeedStore {
        @Override
        synchronized boolean delete(TokenRecord held) {
            return StoreWrites.delete(right, held);
        }
    }

    static class ForgetsTheState extends OwnFeedStore {
        @Override
        synchronized boolean updateState(StoreState next) {
            return StoreWrites.updateState(right, next);
        }
    }

    /**
     * As from a sequence of the database, every other number of which was taken by a transaction that was rolled back: a read
     * is of a range of numbers, and of one number it finds nothing.
     */
    static class StopsAtHoles extends OwnFeedStore {
        @Override
        public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
            StoreLimits.requireBatch(limit);
            boolean isHole = limit == 1 && position != null && !position.equals(feed.position());
            return isHole
                    ? new Changes(Set.of(), false, position, false, false)
                    : super.changesSince(position, Math.max(1, limit / 2));
        }
    }

    /** What a mark is meant to say is not known, so that the state is read again. */
    static class MarksChangeTheState extends OwnFeedStore {
        @Override
        void append(Cause cause) {
            super.append(cause.equals(Cause.MARK) ? Cause.STATE : cause);
        }
    }

    /** A mark is made, wherever the feed ends. */
    static class MarksAnyEnd extends DelegatingStore {
        @Override
        boolean mark(FeedPosition end) {
            return super.mark(right.position());
        }
    }

    /** Of a write, the last step is reported. */
    static class ReportsTheLastStep extends OwnFeedStore {
        @Override
        synchronized boolean writeSteps(List<Write> writes) {
            if (writes.size() < 2 || writes.stream().anyMatch(Write.Mark.class::isInstance)) {
                return super.writeSteps(writes);
            }
            boolean written = right.write(writes);
            if (written) {
                append(writes.get(writes.size() - 1));
            }
            return written;
        }
    }

    /** Also from a sequence: of two writers, the one that commits late has the lower number, which the reader has passed. */
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It waits for others, who need the monitor.
    static class SkipsLateCommits extends OwnFeedStore {
        private final AtomicInteger writing = new AtomicInteger();
        private final AtomicLong polls = new AtomicLong();
        private final Set<TokenId> uncommitted = ConcurrentHashMap.newKeySet();

        @Override
        boolean update(TokenRecord next) {
            writing.incrementAndGet();
            awaitBriefly(() -> writing.get() > 1);
            boolean isLate = writing.get() > 1;
            if (isLate) {
                uncommitted.add(next.id());
            }
            boolean written = super.update(next);
            if (isLate) {
                long before = polls.get();
                awaitBriefly(() -> polls.get() > before + 1);
                uncommitted.remove(next.id());
            }
            writing.decrementAndGet();
            return written;
        }

        @Override
        public Changes changesSince(@Nullable FeedPosition position, int limit) {
            Changes changes = super.changesSince(position, limit);
            Set<TokenId> visible = new HashSet<>(changes.tokens());
            visible.removeAll(uncommitted);
            polls.incrementAndGet();
            return new Changes(visible, changes.stateChanged(), changes.position(), changes.drained(), changes.gap());
        }
    }

    /** The write is committed, and its entry soon after. */
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It waits for others, who need the monitor.
    static class TellsAfterTheCommit extends OwnFeedStore {
        private final AtomicLong reads = new AtomicLong();
        private final AtomicLong polls = new AtomicLong();

        @Override
        boolean update(TokenRecord next) {
            boolean written = StoreWrites.update(right, next);
            if (written) {
                long readsBefore = reads.get();
                awaitBriefly(() -> reads.get() > readsBefore + 1);
                long pollsBefore = polls.get();
                awaitBriefly(() -> polls.get() > pollsBefore);
                appendAlone(next.id());
            }
            return written;
        }

        private synchronized void appendAlone(TokenId id) {
            append(Cause.token(id));
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            Snapshot snapshot = super.findCommitted(ids, notBefore);
            reads.incrementAndGet();
            return snapshot;
        }

        @Override
        public Changes changesSince(@Nullable FeedPosition position, int limit) {
            Changes changes = super.changesSince(position, limit);
            polls.incrementAndGet();
            return changes;
        }
    }

    /** It never looks at the position. */
    static class AnswersWhateverThePosition extends DelegatingStore {
        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return right.findCommitted(ids);
        }
    }

    /** It compares numbers, which two histories have in common. */
    static class ComparesPositionsByNumber extends DelegatingStore {
        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            if (notBefore != null && OwnFeedStore.number(notBefore) > OwnFeedStore.number(right.position())) {
                throw new TokenStoreException("behind");
            }
            return right.findCommitted(ids);
        }
    }

    /** With a position it reads from a replica, which is one change behind. */
    static class AnswersFromAReplica extends DelegatingStore {
        private volatile Snapshot replica = new Snapshot(Map.of(), StoreState.INITIAL);

        private void replicate() {
            Map<TokenId, TokenRecord> records = all(TokenQuery.all()).stream()
                    .map(TokenPage.Entry::record)
                    .collect(Collectors.toMap(TokenRecord::id, record -> record));
            replica = new Snapshot(records, right.findCommitted(Set.of()).state());
        }

        @Override
        boolean update(TokenRecord next) {
            replicate();
            return StoreWrites.update(right, next);
        }

        @Override
        boolean updateState(StoreState next) {
            replicate();
            return StoreWrites.updateState(right, next);
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return notBefore == null || right.findCommitted(Set.of(), notBefore).behind()
                    ? right.findCommitted(ids)
                    : replica;
        }
    }

    /** Says that it has reached the end when it has reached the limit. */
    static class DrainedTooEarly extends OwnFeedStore {
        @Override
        public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
            Changes changes = super.changesSince(position, limit);
            return new Changes(changes.tokens(), changes.stateChanged(), changes.position(), true, changes.gap());
        }
    }

    /** The answer's position is the feed's end, also when it was cut at the limit. */
    static class JumpsToTheEnd extends OwnFeedStore {
        @Override
        public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
            Changes changes = super.changesSince(position, limit);
            return new Changes(
                    changes.tokens(), changes.stateChanged(), feed.position(), changes.drained(), changes.gap());
        }
    }

    /** Numbers alone are compared, so that another database is taken for this one. */
    static class IgnoresNonces extends OwnFeedStore {
        @Override
        public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
            long number = number(position);
            return super.changesSince(number < positions.size() ? positions.get((int) number) : position, limit);
        }
    }

    static class TrimsTheNewest extends OwnFeedStore {
        private @Nullable FeedPosition trimmed;

        @Override
        public synchronized int trim(Instant before, int limit) {
            int count = super.trim(before, limit);
            if (count > 0 && count < limit) {
                trimmed = feed.position();
                return count + 1;
            }
            return count;
        }

        @Override
        public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
            return position != null && position.equals(trimmed)
                    ? Changes.gap(feed.position())
                    : super.changesSince(position, limit);
        }
    }

    /** Who is behind gets what is left, and does not learn what is not. */
    static class TrimsInSilence extends OwnFeedStore {
        private int trimmed;

        @Override
        public synchronized int trim(Instant before, int limit) {
            int count = super.trim(before, limit);
            trimmed += count;
            return count;
        }

        @Override
        public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
            boolean isBehind = trimmed > number(position);
            return super.changesSince(isBehind ? positions.get(trimmed + 1) : position, limit);
        }
    }

    static class TrimsWhatIsNotOld extends OwnFeedStore {
        @Override
        public synchronized int trim(Instant before, int limit) {
            super.trim(before, limit);
            return feed.trim(Instant.MAX, limit);
        }
    }

    static class TrimsBeyondTheLimit extends OwnFeedStore {
        @Override
        public synchronized int trim(Instant before, int limit) {
            super.trim(before, limit);
            return feed.trim(before, 10_000) > 0 ? limit : 0;
        }
    }
}
