package dev.latchkey.inmemory;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Stores that keep records in a wrong way: rules TS-1 to TS-3. */
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
        boolean update(TokenRecord next) {
            writes.incrementAndGet();
            return StoreWrites.update(right, next);
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
        boolean insert(TokenRecord record) {
            return StoreWrites.insert(right, distorted(record));
        }

        @Override
        boolean update(TokenRecord next) {
            return StoreWrites.update(right, distorted(next));
        }

        @Override
        boolean replace(TokenRecord retired, TokenRecord successor) {
            return StoreWrites.replace(right, distorted(retired), distorted(successor));
        }
    }

    /** A column of times that has whole seconds. */
    static class RoundsTimesUp extends Distorts {
        @Override
        TokenRecord distorted(TokenRecord record) {
            return record.toBuilder()
                    .issuedAt(up(record.lifecycle().issuedAt()))
                    .expiresAt(
                            record.lifecycle().expiresAt() == null
                                    ? null
                                    : up(record.lifecycle().expiresAt()))
                    .revocation(up(record.lifecycle().revocation()))
                    .build();
        }

        private static @Nullable Intervention up(@Nullable Intervention by) {
            return by == null ? null : new Intervention(up(by.at()), by.by(), by.reason());
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
        boolean insert(TokenRecord record) {
            long version = version(record.id());
            return version == 0
                    ? StoreWrites.insert(right, record)
                    : StoreWrites.update(
                            right, record.toBuilder().version(version + 1).build());
        }
    }

    /** Request keys are kept, but nobody looks whether there is one already. */
    static class TakesARequestKeyTwice extends DelegatingStore {
        @Override
        boolean insert(TokenRecord record) {
            return StoreWrites.insert(right, record)
                    || StoreWrites.insert(
                            right, record.toBuilder().requestKey(null).build());
        }
    }

    /** A collation for which owners are the same that are not. */
    abstract static class OwnersByCollation extends DelegatingStore {
        private final Set<String> keys = ConcurrentHashMap.newKeySet();

        abstract String folded(String owner);

        @Override
        boolean insert(TokenRecord record) {
            return (record.lineage().requestKey() == null
                            || keys.add(folded(record.grant().owner())
                                    + '\n'
                                    + record.lineage().requestKey()))
                    && StoreWrites.insert(right, record);
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
        boolean update(TokenRecord next) {
            long version = version(next.id());
            return version > 0
                    && StoreWrites.update(
                            right, next.toBuilder().version(version + 1).build());
        }
    }

    /** The version is compared, in a step of its own before the write. */
    static class ComparesThenUpdates extends DelegatingStore {
        private final AtomicInteger inside = new AtomicInteger();

        @Override
        boolean update(TokenRecord next) {
            if (version(next.id()) == 0 || version(next.id()) != next.version() - 1) {
                return false;
            }
            inside.incrementAndGet();
            awaitBriefly(() -> inside.get() > 1);
            inside.decrementAndGet();
            return StoreWrites.update(right, next) || new UpdatesAny(right).update(next);
        }

        private record UpdatesAny(InMemoryTokenStore store) {
            boolean update(TokenRecord next) {
                long version = store.find(next.id()).orElseThrow().version();
                return StoreWrites.update(
                        store, next.toBuilder().version(version + 1).build());
            }
        }
    }

    static class UpdatesWhatIsNotThere extends DelegatingStore {
        @Override
        boolean update(TokenRecord next) {
            return version(next.id()) == 0 ? StoreWrites.insert(right, next) : StoreWrites.update(right, next);
        }
    }

    /** First the retired half, then the other, which may be refused. */
    static class ReplacesInTwoSteps extends DelegatingStore {
        @Override
        boolean replace(TokenRecord retired, TokenRecord successor) {
            return StoreWrites.update(right, retired) && StoreWrites.insert(right, successor);
        }
    }

    /** The other way about: the successor is there although its predecessor was not retired. */
    static class ReplacesSuccessorFirst extends DelegatingStore {
        @Override
        boolean replace(TokenRecord retired, TokenRecord successor) {
            return StoreWrites.insert(right, successor) && StoreWrites.update(right, retired);
        }
    }

    static class StateWithoutVersion extends DelegatingStore {
        @Override
        boolean updateState(StoreState next) {
            long version = right.findCommitted(Set.of()).state().version();
            return StoreWrites.updateState(
                    right,
                    new StoreState(
                            version + 1, next.rejectIssuedBefore(), next.revocationBound(), next.usesRecordedSince()));
        }
    }

    /** The column of the bound was forgotten. */
    static class StateWithoutBound extends DelegatingStore {
        @Override
        boolean updateState(StoreState next) {
            return StoreWrites.updateState(
                    right, new StoreState(next.version(), next.rejectIssuedBefore(), null, next.usesRecordedSince()));
        }
    }

    /** The column of the time since when uses are recorded was forgotten. */
    static class StateWithoutUses extends DelegatingStore {
        @Override
        boolean updateState(StoreState next) {
            return StoreWrites.updateState(
                    right, new StoreState(next.version(), next.rejectIssuedBefore(), next.revocationBound(), null));
        }
    }

    /** The column has 32 bits of seconds. */
    static class StateEndsIn2038 extends DelegatingStore {
        private static final Instant LAST = Instant.ofEpochSecond(Integer.MAX_VALUE);

        @Override
        boolean updateState(StoreState next) {
            Instant time = next.rejectIssuedBefore();
            return StoreWrites.updateState(
                    right,
                    new StoreState(
                            next.version(),
                            time != null && time.isAfter(LAST) ? LAST : time,
                            next.revocationBound(),
                            next.usesRecordedSince()));
        }
    }

    /** It deletes by id, whatever was written since it was read. */
    static class DeletesAnotherVersion extends DelegatingStore {
        @Override
        boolean delete(TokenRecord held) {
            return StoreWrites.delete(right, right.find(held.id()).orElse(held));
        }
    }

    /** A statement that deletes nothing is no mistake. */
    static class DeletesWhatIsNotThere extends DelegatingStore {
        @Override
        boolean delete(TokenRecord held) {
            return version(held.id()) == 0 || StoreWrites.delete(right, held);
        }
    }

    /** Each step is a transaction of its own; readers wait for the last. */
    static class WritesStepByStep extends DelegatingStore {
        @Override
        synchronized boolean writeSteps(List<Write> writes) {
            StoreLimits.requireWrites(writes, right.maximumWrites());
            for (Write write : writes) {
                if (!right.write(List.of(write))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public synchronized Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return right.findCommitted(ids, notBefore);
        }
    }

    /** One statement for all steps of a kind. */
    static class IgnoresTheOrder extends DelegatingStore {
        @Override
        boolean writeSteps(List<Write> writes) {
            List<Write> sorted = new ArrayList<>(writes);
            sorted.sort(Comparator.comparing(write -> write.getClass().getSimpleName()));
            return right.write(sorted);
        }
    }

    /** No limit but memory. */
    static class WritesAnyNumber extends DelegatingStore {
        @Override
        boolean writeSteps(List<Write> writes) {
            int most = right.maximumWrites();
            boolean written = right.write(writes.subList(0, Math.min(writes.size(), most)));
            return written && (writes.size() <= most || writeSteps(writes.subList(most, writes.size())));
        }
    }

    /** It says how many steps it takes, and takes one less. */
    static class WritesOneLess extends DelegatingStore {
        @Override
        boolean writeSteps(List<Write> writes) {
            StoreLimits.requireWrites(writes, right.maximumWrites() - 1);
            return right.write(writes);
        }
    }
}
