package dev.latchkey.benchmarks.fleet;

import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The store of all nodes, which counts what they ask, and can be cut off from them. */
final class CountedStore implements StoreDecorator, ChangeFeed {

    private final JdbcTokenStore store;
    private final LongAdder lookUps = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder polls = new LongAdder();
    private final Semaphore connections;
    private volatile boolean cutOff;

    /** @param connections how many look-ups and polls run at once; the others wait, in their order */
    CountedStore(JdbcTokenStore store, int connections) {
        this.store = store;
        this.connections = new Semaphore(connections, true);
    }

    @Override
    public TokenStore decorated() {
        return store;
    }

    /** Refuses each call from now on, as a network does that refuses connections. */
    void cutOff() {
        cutOff = true;
    }

    void connect() {
        cutOff = false;
    }

    private JdbcTokenStore reached() {
        if (cutOff) {
            throw new TokenStoreException("cut off");
        }
        return store;
    }

    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        return connected(reached -> {
            lookUps.increment();
            tokens.add(ids.size());
            return reached.findCommitted(ids, notBefore);
        });
    }

    @Override
    public Changes changesSince(@Nullable FeedPosition position, int limit) {
        return connected(reached -> {
            polls.increment();
            return reached.changesSince(position, limit);
        });
    }

    /** Waiting here costs less than in a pool that thousands of threads wait for. */
    private <T> T connected(Function<JdbcTokenStore, T> call) {
        reached();
        connections.acquireUninterruptibly();
        try {
            return call.apply(reached());
        } finally {
            connections.release();
        }
    }

    @Override
    public Snapshot find(Set<TokenId> ids) {
        return reached().find(ids);
    }

    @Override
    public boolean write(List<Write> writes) {
        return reached().write(writes);
    }

    @Override
    public int maximumWrites() {
        return store.maximumWrites();
    }

    @Override
    public TokenPage list(TokenQuery query) {
        return reached().list(query);
    }

    @Override
    public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
        return reached().findUses(ids);
    }

    @Override
    public void recordUse(Collection<TokenUse> uses) {
        reached().recordUse(uses);
    }

    @Override
    public int trim(Instant before, int limit) {
        return reached().trim(before, limit);
    }

    /** {@return how many look-ups were made} */
    long lookUps() {
        return lookUps.sum();
    }

    /** {@return how many tokens they asked for} */
    long tokens() {
        return tokens.sum();
    }

    /** {@return how often the feed was read} */
    long polls() {
        return polls.sum();
    }
}
