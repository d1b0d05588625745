package dev.latchkey.inmemory;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreState;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Passes everything on to a correct store; a subclass is wrong in what it overrides, and nowhere else. */
class DelegatingStore implements TokenStore, ChangeFeed {

    final InMemoryTokenStore right;

    DelegatingStore() {
        this(new InMemoryTokenStore());
    }

    DelegatingStore(InMemoryTokenStore right) {
        this.right = right;
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids) {
        return right.findCommitted(ids);
    }

    @Override
    public Optional<TokenRecord> find(TokenId id) {
        return right.find(id);
    }

    @Override
    public boolean insert(TokenRecord record) {
        return right.insert(record);
    }

    @Override
    public boolean update(TokenRecord next) {
        return right.update(next);
    }

    @Override
    public boolean replace(TokenRecord retired, TokenRecord successor) {
        return right.replace(retired, successor);
    }

    @Override
    public boolean updateState(StoreState next) {
        return right.updateState(next);
    }

    @Override
    public TokenPage list(TokenQuery query) {
        return right.list(query);
    }

    @Override
    public void recordUse(Collection<TokenUse> uses) {
        right.recordUse(uses);
    }

    @Override
    public int deleteEnded(Instant before, int limit) {
        return right.deleteEnded(before, limit);
    }

    @Override
    public FeedPosition position() {
        return right.position();
    }

    @Override
    public Changes changesSince(FeedPosition position, int limit) {
        return right.changesSince(position, limit);
    }

    @Override
    public int trim(Instant before, int limit) {
        return right.trim(before, limit);
    }

    /** {@return the version that the record has now, or 0 if there is none} */
    long version(TokenId id) {
        return right.find(id).map(TokenRecord::version).orElse(0L);
    }

    /** {@return all that the query finds, from its first page to its last} */
    List<Entry> all(TokenQuery query) {
        List<Entry> entries = new ArrayList<>();
        TokenQuery next = query.orderedBy(query.order(), query.descending()).limit(TokenQuery.MAX_LIMIT);
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
