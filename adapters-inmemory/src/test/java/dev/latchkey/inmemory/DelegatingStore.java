package dev.latchkey.inmemory;

import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A correct store, of which a subclass is wrong in what it overrides, and nowhere else.
 *
 * <p>The usual writes have methods of their own to override: those of one step, and the replacement of a token. All others
 * are {@link #writeSteps}, which the usual ones end in as well.
 */
class DelegatingStore extends DelegatingTokenStore<InMemoryTokenStore> implements ChangeTrail {

    final InMemoryTokenStore right;

    DelegatingStore() {
        this(new InMemoryTokenStore());
    }

    DelegatingStore(InMemoryTokenStore right) {
        super(right);
        this.right = right;
    }

    @Override
    public boolean write(List<Write> writes) {
        if (writes.size() == 2
                && writes.get(0) instanceof Write.Update update
                && writes.get(1) instanceof Write.Insert insert) {
            return replace(update.next(), insert.record());
        } else if (writes.size() != 1) {
            return writeSteps(writes);
        } else if (writes.get(0) instanceof Write.Insert insert) {
            return insert(insert.record());
        } else if (writes.get(0) instanceof Write.Update update) {
            return update(update.next());
        } else if (writes.get(0) instanceof Write.Delete delete) {
            return delete(delete.held());
        } else if (writes.get(0) instanceof Write.State next) {
            return updateState(next.next());
        }
        return mark(((Write.Mark) writes.get(0)).end());
    }

    @Override
    public boolean write(List<Write> writes, List<TrailEntry> entries) {
        return right.write(writes, entries);
    }

    @Override
    public TrailPage trail(TrailQuery query) {
        return right.trail(query);
    }

    @Override
    public int trimTrail(Instant before, int limit) {
        return right.trimTrail(before, limit);
    }

    @Override
    public int eraseTrail(String owner, int limit) {
        return right.eraseTrail(owner, limit);
    }

    boolean insert(TokenRecord record) {
        return writeSteps(List.of(new Write.Insert(record)));
    }

    boolean update(TokenRecord next) {
        return writeSteps(List.of(StoreWrites.updateTo(next)));
    }

    boolean replace(TokenRecord retired, TokenRecord successor) {
        return writeSteps(List.of(StoreWrites.updateTo(retired), new Write.Insert(successor)));
    }

    boolean delete(TokenRecord held) {
        return writeSteps(List.of(new Write.Delete(held)));
    }

    boolean updateState(StoreState next) {
        return writeSteps(List.of(StoreWrites.stateTo(next)));
    }

    boolean mark(FeedPosition end) {
        return writeSteps(List.of(new Write.Mark(end)));
    }

    boolean writeSteps(List<Write> writes) {
        return right.write(writes);
    }

    /** {@return the version that the record has now, or 0 if there is none} */
    long version(TokenId id) {
        return right.find(id).map(TokenRecord::version).orElse(0L);
    }

    /** {@return all that the query finds, from its first page to its last} */
    List<Entry> all(TokenQuery query) {
        List<Entry> entries = new ArrayList<>();
        TokenQuery next = query.orderedBy(
                        query.order(), query.descending() ? Direction.DESCENDING : Direction.ASCENDING)
                .limit(TokenQuery.MAX_LIMIT);
        while (true) {
            TokenPage page = right.list(next);
            entries.addAll(page.entries());
            if (page.next() == null) {
                return entries;
            }
            next = next.after(page.next());
        }
    }

    /** Gives other threads the time to come between two steps; alone, it goes on soon. */
    static void awaitBriefly(BooleanSupplier happened) {
        await(Duration.ofMillis(5), happened);
    }

    static void await(Duration atMost, BooleanSupplier happened) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!happened.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000);
        }
    }
}
