package dev.latchkey.inmemory;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Stores that keep records in a wrong way: rules TS-1 to TS-6 and TS-9. */
final class SabotagedRecords {

    private SabotagedRecords() {}

    /** What was read once is given again, whatever was written since. */
    static class ReadsFromCache extends DelegatingStore {
        private final Map<TokenId, TokenRecord> cache = new ConcurrentHashMap<>();

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            Snapshot fresh = right.findCommitted(ids, notBefore);
            Map<TokenId, TokenRecord> records = new HashMap<>();
            fresh.records().forEach((id, record) -> records.put(id, cache.computeIfAbsent(id, any -> record)));
            return new Snapshot(records, fresh.state());
        }
    }

    /** Each record is read by itself, and the state last. */
    static class ReadsInSteps extends DelegatingStore {
        private final AtomicLong writes = new AtomicLong();

        @Override
        public boolean update(TokenRecord next) {
            writes.incrementAndGet();
            return right.update(next);
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            Map<TokenId, TokenRecord> records = new HashMap<>();
            for (TokenId id : ids) {
                records.putAll(right.findCommitted(Set.of(id), notBefore).records());
                if (ids.size() == 2) {
                    long before = writes.get();
                    awaitBriefly(() -> writes.get() > before + 1);
                }
            }
            return new Snapshot(
                    records, right.findCommitted(Set.of(), notBefore).state());
        }
    }

    /** The statement has a place for ten ids. */
    static class FindsTenAtOnce extends DelegatingStore {
        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            StoreLimits.requireIds(ids);
            return right.findCommitted(Set.copyOf(ids.stream().limit(10).toList()), notBefore);
        }
    }

    /** No limit but memory. */
    static class FindsAnyNumber extends DelegatingStore {
        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return right.findCommitted(
                    Set.copyOf(ids.stream().limit(StoreLimits.MAX_IDS).toList()), notBefore);
        }
    }

    /** Changes a record on its way into the store. */
    abstract static class Distorts extends DelegatingStore {
        abstract TokenRecord distorted(TokenRecord record);

        @Override
        public boolean insert(TokenRecord record) {
            return right.insert(distorted(record));
        }

        @Override
        public boolean update(TokenRecord next) {
            return right.update(distorted(next));
        }

        @Override
        public boolean replace(TokenRecord retired, TokenRecord successor) {
            return right.replace(distorted(retired), distorted(successor));
        }
    }

    /** A column of times that has whole seconds. */
    static class RoundsTimesUp extends Distorts {
        @Override
        TokenRecord distorted(TokenRecord record) {
            return record.toBuilder()
                    .issuedAt(up(record.issuedAt()))
                    .expiresAt(record.expiresAt() == null ? null : up(record.expiresAt()))
                    .revoked(record.revokedAt() == null ? null : up(record.revokedAt()), record.revocationReason())
                    .build();
        }

        private static Instant up(Instant time) {
            Instant down = time.truncatedTo(ChronoUnit.SECONDS);
            if (time.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
                // The year 10000 is beyond what a record may have.
                return time;
            }
            return down.equals(time) ? down : down.plusSeconds(1);
        }
    }

    /** A column of hashes that is too short for the longest. */
    static class CutsHashes extends Distorts {
        @Override
        TokenRecord distorted(TokenRecord record) {
            String text = record.hash().text();
            return record.toBuilder()
                    .hash(SecretHash.of(record.hash().scheme(), text.substring(0, Math.min(128, text.length()))))
                    .build();
        }
    }

    /** The last one who inserts an id has it. */
    static class InsertsOverWhatExists extends DelegatingStore {
        @Override
        public boolean insert(TokenRecord record) {
            long version = version(record.id());
            return version == 0
                    ? right.insert(record)
                    : right.update(record.toBuilder().version(version + 1).build());
        }
    }

    /** Request keys are kept, but nobody looks whether there is one already. */
    static class TakesARequestKeyTwice extends DelegatingStore {
        @Override
        public boolean insert(TokenRecord record) {
            return right.insert(record)
                    || right.insert(record.toBuilder().requestKey(null).build());
        }
    }

    /** A collation for which owners are the same that are not. */
    abstract static class OwnersByCollation extends DelegatingStore {
        private final Set<String> keys = ConcurrentHashMap.newKeySet();

        abstract String folded(String owner);

        @Override
        public boolean insert(TokenRecord record) {
            return (record.requestKey() == null || keys.add(folded(record.owner()) + '\n' + record.requestKey()))
                    && right.insert(record);
        }
    }

    static class OwnersIgnoringCase extends OwnersByCollation {
        @Override
        String folded(String owner) {
            return owner.toLowerCase(Locale.ROOT);
        }
    }

    static class OwnersIgnoringTrailingSpaces extends OwnersByCollation {
        @Override
        String folded(String owner) {
            return owner.stripTrailing();
        }
    }

    static class UpdatesWithoutVersion extends DelegatingStore {
        @Override
        public boolean update(TokenRecord next) {
            long version = version(next.id());
            return version > 0
                    && right.update(next.toBuilder().version(version + 1).build());
        }
    }

    /** The version is compared, in a step of its own before the write. */
    static class ComparesThenUpdates extends DelegatingStore {
        private final AtomicInteger inside = new AtomicInteger();

        @Override
        public boolean update(TokenRecord next) {
            if (version(next.id()) == 0 || version(next.id()) != next.version() - 1) {
                return false;
            }
            inside.incrementAndGet();
            awaitBriefly(() -> inside.get() > 1);
            inside.decrementAndGet();
            return right.update(next) || new UpdatesAny(right).update(next);
        }

        private record UpdatesAny(InMemoryTokenStore store) {
            boolean update(TokenRecord next) {
                long version = store.find(next.id()).orElseThrow().version();
                return store.update(next.toBuilder().version(version + 1).build());
            }
        }
    }

    static class UpdatesWhatIsNotThere extends DelegatingStore {
        @Override
        public boolean update(TokenRecord next) {
            return version(next.id()) == 0 ? right.insert(next) : right.update(next);
        }
    }

    /** First the retired half, then the other, which may be refused. */
    static class ReplacesInTwoSteps extends DelegatingStore {
        @Override
        public boolean replace(TokenRecord retired, TokenRecord successor) {
            return right.update(retired) && right.insert(successor);
        }
    }

    /** The other way about: the successor is there although its predecessor was not retired. */
    static class ReplacesSuccessorFirst extends DelegatingStore {
        @Override
        public boolean replace(TokenRecord retired, TokenRecord successor) {
            return right.insert(successor) && right.update(retired);
        }
    }

    static class StateWithoutVersion extends DelegatingStore {
        @Override
        public boolean updateState(StoreState next) {
            long version = right.findCommitted(Set.of()).state().version();
            return right.updateState(new StoreState(version + 1, next.rejectIssuedBefore(), next.revocationBound()));
        }
    }

    /** The column of the bound was forgotten. */
    static class StateWithoutBound extends DelegatingStore {
        @Override
        public boolean updateState(StoreState next) {
            return right.updateState(new StoreState(next.version(), next.rejectIssuedBefore(), null));
        }
    }

    /** The column has 32 bits of seconds. */
    static class StateEndsIn2038 extends DelegatingStore {
        private static final Instant LAST = Instant.ofEpochSecond(Integer.MAX_VALUE);

        @Override
        public boolean updateState(StoreState next) {
            Instant time = next.rejectIssuedBefore();
            return right.updateState(new StoreState(
                    next.version(), time != null && time.isAfter(LAST) ? LAST : time, next.revocationBound()));
        }
    }

    /** A time out of range is taken for the nearest one within. */
    static class DeletesByAnyTime extends DelegatingStore {
        @Override
        public int deleteEnded(Instant before, int limit) {
            Instant latest = Instant.parse("9999-12-31T23:59:59.999Z");
            Instant time = before.isBefore(Instant.EPOCH) ? Instant.EPOCH : before.isAfter(latest) ? latest : before;
            return right.deleteEnded(time, limit);
        }
    }

    /** Nanoseconds are compared with milliseconds. */
    static class DeletesByNanoseconds extends DelegatingStore {
        @Override
        public int deleteEnded(Instant before, int limit) {
            boolean fine = before.getNano() % 1_000_000 != 0;
            return right.deleteEnded(fine ? before.plusMillis(1) : before, limit);
        }
    }

    static class DeletesBeyondTheLimit extends DelegatingStore {
        @Override
        public int deleteEnded(Instant before, int limit) {
            right.deleteEnded(Instant.EPOCH, limit);
            return right.deleteEnded(before, 10_000);
        }
    }

    static class DeletesWhatEndsAtTheTime extends DelegatingStore {
        @Override
        public int deleteEnded(Instant before, int limit) {
            return right.deleteEnded(before.plus(Duration.ofMillis(1)), limit);
        }
    }
}
