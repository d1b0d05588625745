package dev.latchkey.inmemory;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A correct store, of which a subclass is wrong in what it overrides, and nowhere else. */
class DelegatingStore extends DelegatingTokenStore<InMemoryTokenStore> {

    final InMemoryTokenStore right;

    DelegatingStore() {
        this(new InMemoryTokenStore());
    }

    DelegatingStore(InMemoryTokenStore right) {
        super(right);
        this.right = right;
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
