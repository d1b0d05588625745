package dev.latchkey.inmemory;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stores that do not know all that they knew before they were closed: the rules of durability. */
final class SabotagedReopening {

    private SabotagedReopening() {}

    /** The last change was still in a buffer. */
    static class LosesTheLastVersion extends DelegatingStore {
        LosesTheLastVersion(DelegatingStore before) {
            super(before.right);
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            Snapshot found = right.find(ids);
            Map<TokenId, TokenRecord> older = new HashMap<>();
            found.records()
                    .forEach((id, record) -> older.put(
                            id,
                            record.version() == 1
                                    ? record
                                    : record.toBuilder()
                                            .version(record.version() - 1)
                                            .build()));
            return new Snapshot(older, found.state());
        }
    }

    /** Deletions were not written down. */
    static class BringsBackTheDeleted extends DelegatingStore {
        BringsBackTheDeleted(DelegatingStore before) {
            super(before.right);
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            Snapshot found = right.find(ids);
            Map<TokenId, TokenRecord> more = new HashMap<>();
            ids.forEach(id -> more.put(id, TokenRecords.ordinary(id).build()));
            more.putAll(found.records());
            return new Snapshot(more, found.state());
        }
    }

    static class ForgetsTheState extends DelegatingStore {
        ForgetsTheState(DelegatingStore before) {
            super(before.right);
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return new Snapshot(right.findCommitted(ids, notBefore).records(), StoreState.INITIAL);
        }
    }

    static class ForgetsUses extends DelegatingStore {
        ForgetsUses(DelegatingStore before) {
            super(before.right);
        }

        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = right.list(query);
            return new TokenPage(
                    page.entries().stream()
                            .map(entry -> new Entry(entry.record(), null))
                            .toList(),
                    page.next());
        }
    }

    /** The index of request keys is in memory alone. */
    static class ForgetsRequestKeys extends DelegatingStore {
        ForgetsRequestKeys(DelegatingStore before) {
            super(before.right);
        }

        @Override
        boolean insert(TokenRecord record) {
            return StoreWrites.insert(right, record.toBuilder().requestKey(null).build());
        }
    }

    /** The feed is in memory alone and begins where a reader stands. */
    static class ForgetsTheFeed extends DelegatingStore {
        private final FeedPosition end;

        ForgetsTheFeed(DelegatingStore before) {
            super(before.right);
            this.end = right.position();
        }

        @Override
        public Changes changesSince(@Nullable FeedPosition position, int limit) {
            return right.changesSince(OwnFeedStore.number(position) < OwnFeedStore.number(end) ? end : position, limit);
        }
    }

    /** The feed counts from 1 again, and a position's nonce is not looked at. */
    static class CountsAgain extends OwnFeedStore {
        CountsAgain(DelegatingStore before) {
            super(before.right);
        }

        @Override
        public synchronized Changes changesSince(@Nullable FeedPosition position, int limit) {
            int known = (int) Math.min(number(position), positions.size() - 1);
            return super.changesSince(positions.get(known), limit);
        }
    }

    /** A replacement that is under way when the store is closed is written by half. */
    static class CutsReplacements extends DelegatingStore {
        private final AtomicInteger replacements = new AtomicInteger();
        private volatile boolean closed;
        private volatile boolean cut;

        CutsReplacements() {}

        CutsReplacements(CutsReplacements before) {
            super(before.right);
            before.closed = true;
            if (before.replacements.get() > 1) {
                await(Duration.ofSeconds(5), () -> before.cut);
            }
        }

        @Override
        boolean replace(TokenRecord retired, TokenRecord successor) {
            replacements.incrementAndGet();
            if (closed) {
                StoreWrites.update(right, retired);
                cut = true;
                throw new IllegalStateException("closed");
            }
            return StoreWrites.replace(right, retired, successor);
        }
    }
}
