package dev.latchkey.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.model.StoreOperation.BeginReading;
import dev.latchkey.testkit.model.StoreOperation.BeginWalk;
import dev.latchkey.testkit.model.StoreOperation.Delete;
import dev.latchkey.testkit.model.StoreOperation.Filter;
import dev.latchkey.testkit.model.StoreOperation.Find;
import dev.latchkey.testkit.model.StoreOperation.Insert;
import dev.latchkey.testkit.model.StoreOperation.Mark;
import dev.latchkey.testkit.model.StoreOperation.NextPage;
import dev.latchkey.testkit.model.StoreOperation.ReadOn;
import dev.latchkey.testkit.model.StoreOperation.RecordUse;
import dev.latchkey.testkit.model.StoreOperation.Replace;
import dev.latchkey.testkit.model.StoreOperation.Step;
import dev.latchkey.testkit.model.StoreOperation.Trim;
import dev.latchkey.testkit.model.StoreOperation.Update;
import dev.latchkey.testkit.model.StoreOperation.UpdateState;
import dev.latchkey.testkit.model.StoreOperation.WriteAll;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.HashMap;
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
     * @param last the entry after which it continues, as it was when its page was read; null before the first page
     * @param cursor the store's cursor of the next page
     */
    private record Walk(
            BeginWalk query, @Nullable Entry last, @Nullable String cursor) {}

    void run(StoreOperation operation) {
        if (operation instanceof Step step) {
            write(writes(List.of(step)));
        } else if (operation instanceof WriteAll all) {
            write(writes(all.steps()));
        } else if (operation instanceof Mark mark) {
            write(List.of(new Write.Mark(feed.end(mark.back()))));
        } else if (operation instanceof RecordUse use) {
            store.recordUse(use.uses());
            reference.recordUse(use.uses());
            feed.written(List.of());
        } else if (operation instanceof Find find) {
            find.ids().forEach(id -> assertThat(store.find(id).orElse(null)).isEqualTo(reference.find(id)));
            assertThat(store.find(Set.copyOf(find.ids()))).isEqualTo(expected(find.ids()));
            assertThat(store.findUses(Set.copyOf(find.ids()))).isEqualTo(reference.uses(find.ids()));
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

    /** Compares the whole content, in addition to what the sequence has read. */
    void compareAll() {
        compareCommitted(StoreOperations.IDS);
        for (Order order : Order.values()) {
            Walk walk = new Walk(new BeginWalk(0, Filter.ALL, order, false, 3), null, null);
            while (walk != null) {
                walk = nextPage(walk);
            }
        }
        feed.readAllToTheEnd();
    }

    private List<Write> writes(List<Step> steps) {
        ReferenceStore after = reference.copy();
        List<Write> writes = new ArrayList<>();
        for (Step step : steps) {
            List<Write> made = writes(step, after);
            made.forEach(write -> after.write(List.of(write), feed.end(0)));
            writes.addAll(made);
        }
        return writes.subList(0, Math.min(writes.size(), store.maximumWrites()));
    }

    private static List<Write> writes(Step step, ReferenceStore present) {
        if (step instanceof Insert insert) {
            return List.of(new Write.Insert(insert.fields().version(1)));
        } else if (step instanceof Update update) {
            return List.of(update(update.fields(), update.step(), present));
        } else if (step instanceof Replace replace) {
            return List.of(
                    update(replace.retired(), replace.step(), present),
                    new Write.Insert(replace.successor().version(1)));
        } else if (step instanceof Delete delete) {
            TokenRecord stored = present.find(delete.id());
            TokenRecord expected =
                    stored == null ? TokenRecords.ordinary(delete.id()).build() : stored;
            long version = Math.max(1, expected.version() + delete.step());
            return List.of(
                    new Write.Delete(expected.toBuilder().version(version).build()));
        }
        UpdateState update = (UpdateState) step;
        long version = Math.max(1, present.state().version() + update.step());
        return List.of(StoreWrites.stateTo(
                new StoreState(version, update.rejectIssuedBefore(), null, update.rejectIssuedBefore())));
    }

    private static Write update(StoreOperation.Fields fields, int step, ReferenceStore present) {
        TokenRecord stored = present.find(fields.id());
        return StoreWrites.updateTo(fields.version(Math.max(2, (stored == null ? 1 : stored.version()) + step)));
    }

    private void write(List<Write> writes) {
        boolean written = reference.write(writes, feed.end(0));

        assertThat(store.write(writes)).as("%s", writes).isEqualTo(written);

        feed.written(written ? writes : List.of());
    }

    private void compareCommitted(List<TokenId> ids) {
        assertThat(store.findCommitted(Set.copyOf(ids))).isEqualTo(expected(ids));
    }

    private Snapshot expected(List<TokenId> ids) {
        Map<TokenId, TokenRecord> expected = new HashMap<>();
        for (TokenId id : ids) {
            TokenRecord record = reference.find(id);
            if (record != null) {
                expected.put(id, record);
            }
        }
        return new Snapshot(expected, reference.state());
    }

    /** {@return where the walk continues, or null if this was its last page} */
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
        Filter filter = query.filter();
        TokenQuery asked = TokenQuery.all()
                .orderedBy(query.order(), query.descending() ? Direction.DESCENDING : Direction.ASCENDING)
                .limit(query.limit());
        asked = filter.owner() == null ? asked : asked.ownedBy(filter.owner());
        asked = filter.parent() == null ? asked : asked.childrenOf(filter.parent());
        asked = filter.family() == null ? asked : asked.inFamily(filter.family());
        asked = filter.requestKey() == null ? asked : asked.requestedAs(filter.requestKey());
        for (TokenCondition condition : filter.conditions()) {
            asked = asked.where(condition);
        }
        return walk.last() == null ? asked : asked.after(Objects.requireNonNull(walk.cursor()));
    }
}
