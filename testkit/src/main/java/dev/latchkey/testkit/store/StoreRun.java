package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.StoreOperation.BeginReading;
import dev.latchkey.testkit.store.StoreOperation.BeginWalk;
import dev.latchkey.testkit.store.StoreOperation.DeleteEnded;
import dev.latchkey.testkit.store.StoreOperation.Find;
import dev.latchkey.testkit.store.StoreOperation.Insert;
import dev.latchkey.testkit.store.StoreOperation.NextPage;
import dev.latchkey.testkit.store.StoreOperation.ReadOn;
import dev.latchkey.testkit.store.StoreOperation.RecordUse;
import dev.latchkey.testkit.store.StoreOperation.Replace;
import dev.latchkey.testkit.store.StoreOperation.Trim;
import dev.latchkey.testkit.store.StoreOperation.Update;
import dev.latchkey.testkit.store.StoreOperation.UpdateState;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One sequence of operations, run on a store and on its reference at once; every answer is compared. */
final class StoreRun<S extends TokenStore & ChangeFeed> {

    private final S store;
    private final ReferenceStore reference = new ReferenceStore();
    private final FeedReaders feed;
    private final Map<Integer, Walk> walks = new HashMap<>();

    StoreRun(S store) {
        this.store = store;
        this.feed = new FeedReaders(store);
    }

    /**
     * A walk through a list.
     *
     * @param last the entry after which it goes on, as it was when its page was read; null before the first page
     * @param cursor what the store gave to go on with
     */
    private record Walk(
            BeginWalk query, @Nullable Entry last, @Nullable String cursor) {}

    void run(StoreOperation operation) {
        if (operation instanceof Insert insert) {
            TokenRecord record = insert.fields().version(1);
            assertThat(store.insert(record)).isEqualTo(reference.insert(record));
            feed.told(Set.of(), false);
        } else if (operation instanceof Update update) {
            update(next(update.fields(), update.step()));
        } else if (operation instanceof Replace replace) {
            replace(next(replace.retired(), replace.step()), replace.successor().version(1));
        } else if (operation instanceof UpdateState update) {
            updateState(update);
        } else if (operation instanceof RecordUse use) {
            store.recordUse(use.uses());
            reference.recordUse(use.uses());
            feed.told(Set.of(), false);
        } else if (operation instanceof DeleteEnded delete) {
            delete(delete);
        } else if (operation instanceof Find find) {
            find.ids().forEach(id -> assertThat(store.find(id).orElse(null)).isEqualTo(reference.find(id)));
            compareCommitted(find.ids());
        } else if (operation instanceof BeginWalk walk) {
            walks.put(walk.walk(), new Walk(walk, null, null));
        } else if (operation instanceof NextPage next) {
            walks.computeIfPresent(next.walk(), (number, walk) -> nextPage(walk));
        } else if (operation instanceof BeginReading begin) {
            feed.begin(begin.reader());
        } else if (operation instanceof ReadOn read) {
            feed.readOn(read.reader(), read.limit());
        } else if (operation instanceof Trim trim) {
            feed.trim(trim.before(), trim.limit());
        }
    }

    /** Compares all that there is, whatever the sequence has looked at. */
    void compareAll() {
        compareCommitted(StoreOperations.IDS);
        TokenQuery.Filter all = TokenQuery.all().filter();
        for (Order order : Order.values()) {
            Walk walk = new Walk(new BeginWalk(0, all, order, false, 3), null, null);
            while (walk != null) {
                walk = nextPage(walk);
            }
        }
        feed.readAllToTheEnd();
    }

    private TokenRecord next(StoreOperation.Fields fields, int step) {
        TokenRecord present = reference.find(fields.id());
        return fields.version(Math.max(1, (present == null ? 1 : present.version()) + step));
    }

    private void update(TokenRecord next) {
        boolean written = reference.update(next);
        assertThat(store.update(next)).isEqualTo(written);
        feed.told(written ? Set.of(next.id()) : Set.of(), false);
    }

    private void replace(TokenRecord retired, TokenRecord successor) {
        boolean written = reference.replace(retired, successor);
        assertThat(store.replace(retired, successor)).isEqualTo(written);
        feed.told(written ? Set.of(retired.id()) : Set.of(), false);
    }

    private void updateState(UpdateState update) {
        long version = Math.max(0, reference.state().version() + update.step());
        StoreState next = new StoreState(version, update.rejectIssuedBefore(), null);
        boolean written = reference.updateState(next);
        assertThat(store.updateState(next)).isEqualTo(written);
        feed.told(Set.of(), written);
    }

    /** Which of several that ended at the same time go first is the store's own matter. */
    private void delete(DeleteEnded delete) {
        List<TokenRecord> ended = reference.endedBefore(delete.before());
        int expected = Math.min(ended.size(), delete.limit());
        Map<TokenId, TokenRecord> left;

        assertThat(store.deleteEnded(delete.before(), delete.limit())).isEqualTo(expected);
        left = store.findCommitted(Set.copyOf(StoreOperations.IDS)).records();
        Set<TokenId> gone = new HashSet<>();
        for (TokenRecord record : ended) {
            if (!left.containsKey(record.id())) {
                gone.add(record.id());
                assertThat(ReferenceStore.end(record))
                        .as("end of a deleted record")
                        .isBeforeOrEqualTo(ReferenceStore.end(ended.get(expected - 1)));
            }
        }
        assertThat(gone).hasSize(expected);
        reference.delete(gone);
        feed.told(gone, false);
        compareCommitted(StoreOperations.IDS);
    }

    private void compareCommitted(List<TokenId> ids) {
        Map<TokenId, TokenRecord> expected = new HashMap<>();
        for (TokenId id : ids) {
            TokenRecord record = reference.find(id);
            if (record != null) {
                expected.put(id, record);
            }
        }
        assertThat(store.findCommitted(Set.copyOf(ids))).isEqualTo(new Snapshot(expected, reference.state()));
    }

    /** {@return where the walk goes on, or null if this was its last page} */
    private @Nullable Walk nextPage(Walk walk) {
        BeginWalk query = walk.query();
        List<Entry> expected = reference.list(query.filter(), query.order(), query.descending());
        if (walk.last() != null) {
            Entry last = walk.last();
            expected.removeIf(entry ->
                    ReferenceStore.comparator(query.order(), query.descending()).compare(entry, last) <= 0);
        }
        boolean more = expected.size() > query.limit();

        TokenPage page = store.list(asked(walk));

        assertThat(page.entries()).isEqualTo(more ? expected.subList(0, query.limit()) : expected);
        assertThat(page.next() != null).as("a page follows").isEqualTo(more);
        return more ? new Walk(query, page.entries().get(query.limit() - 1), page.next()) : null;
    }

    private static TokenQuery asked(Walk walk) {
        BeginWalk query = walk.query();
        TokenQuery.Filter filter = query.filter();
        TokenQuery asked =
                TokenQuery.all().orderedBy(query.order(), query.descending()).limit(query.limit());
        asked = filter.owner() == null ? asked : asked.ownedBy(filter.owner());
        asked = filter.parent() == null ? asked : asked.derivedFrom(filter.parent());
        asked = filter.family() == null ? asked : asked.inFamily(filter.family());
        asked = filter.requestKey() == null ? asked : asked.requestedAs(filter.requestKey());
        asked = filter.unrevoked() ? asked.unrevoked() : asked;
        return walk.last() == null ? asked : asked.after(Objects.requireNonNull(walk.cursor()));
    }
}
