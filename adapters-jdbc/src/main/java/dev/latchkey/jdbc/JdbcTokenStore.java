package dev.latchkey.jdbc;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.ReplicaLookUps;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenFilter;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens in a SQL database, with a change feed and a durable trail.
 *
 * <p>The tables must exist: see {@link JdbcSchema}. Verification reads through the raw data source, never in a caller's
 * transaction; issuing and revoking join the caller's transaction if {@link JdbcTokenStoreBuilder#transactional} is set
 * and one is active. Every operation has a deadline. The database gets hashes of secrets only.
 *
 * <p>Between calls it uses no connection and no thread. Thread-safe.
 */
public final class JdbcTokenStore
        implements TokenStore, ChangeFeed, ChangeTrail, JoinsCallerTransactions, ReplicaLookUps {

    private static final int MAXIMUM_WRITES = 1_000;

    private final Transactions transactions;
    private final TokenTable tokens;
    private final TokenLists lists;
    private final UseTable uses;
    private final FeedTable feed;
    private final TrailTable trail;
    private final WriteSteps writes;
    private final boolean lookUpsMayLag;

    JdbcTokenStore(
            Transactions transactions,
            JdbcDialect dialect,
            TableNames names,
            InstantSource clock,
            ClusterReads reads,
            boolean lookUpsMayLag) {
        this.transactions = transactions;
        this.lookUpsMayLag = lookUpsMayLag;
        StateTable state = new StateTable(names);
        this.tokens = new TokenTable(names, state, reads);
        this.lists = new TokenLists(dialect, names);
        this.uses = new UseTable(names);
        this.feed = new FeedTable(dialect, names, clock, reads);
        this.trail = new TrailTable(dialect, names);
        this.writes = new WriteSteps(new TokenWrites(names), state, uses, feed, trail);
    }

    /**
     * {@return a builder}
     *
     * @param raw provides connections to the primary database, outside of any transaction of the caller
     */
    public static JdbcTokenStoreBuilder builder(DataSource raw) {
        return new JdbcTokenStoreBuilder(raw);
    }

    /**
     * {@inheritDoc}
     *
     * <p>If a replica is allowed, it serves look-ups with a position, which can be compared with the replica's own. A
     * look-up without a position, by a node whose lease has lapsed, has to see all committed writes, and uses the
     * primary. So does a look-up of the state only, which is read before it is changed.
     */
    @Override
    public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        StoreLimits.requireIds(ids);
        Transactions.Work<Optional<Snapshot>> lookUp = session -> tokens.findCommitted(session, ids, notBefore);
        Optional<Snapshot> found = ids.isEmpty() || (notBefore == null && lookUpsMayLag)
                ? transactions.lookUpPrimary("find tokens", lookUp)
                : transactions.lookUp("find tokens", lookUp);
        if (found.isPresent()) {
            return found.get();
        }
        // The raw data source leads to a replica that is behind, or to another copy.
        return transactions
                .lookUpAtTheFeed("find tokens", lookUp)
                .map(Snapshot::readFromFeedSource)
                .orElseThrow(() -> new TokenStoreException("the database is behind its change feed, as it was read"
                        + " before; it is a replica, or an older or another copy"));
    }

    @Override
    public Snapshot find(Set<TokenId> ids) {
        StoreLimits.requireIds(ids);
        return transactions.read("find tokens", session -> tokens.find(session, ids));
    }

    @Override
    public boolean write(List<Write> steps) {
        return write(steps, List.of());
    }

    @Override
    public boolean write(List<Write> steps, List<TrailEntry> entries) {
        StoreLimits.requireWrites(steps, entries, MAXIMUM_WRITES);
        return (steps.isEmpty() && entries.isEmpty())
                || transactions.write("write", session -> writes.write(session, steps, entries));
    }

    @Override
    public int maximumWrites() {
        return MAXIMUM_WRITES;
    }

    @Override
    public TokenPage list(TokenQuery query) {
        StoreLimits.requireQuery(query);
        Transactions.Work<TokenPage> work = session -> lists.list(session, query);
        TokenPage page = transactions.read("list tokens", work);
        // Another transaction may have committed the request, which the caller's old snapshot does not show.
        return TokenFilter.of(query).isOneRequest() && page.isEmpty() && transactions.isWithinCallers()
                ? transactions.readCommitted("list tokens", work)
                : page;
    }

    @Override
    public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
        StoreLimits.requireIds(ids);
        return transactions.read("find uses", session -> uses.find(session, ids));
    }

    @Override
    public void recordUse(Collection<TokenUse> newUses) {
        StoreLimits.requireUses(newUses);
        transactions.writeAlone("record uses", session -> {
            uses.record(session, newUses);
            return newUses.size();
        });
    }

    @Override
    public boolean lookUpsMayLag() {
        return lookUpsMayLag;
    }

    @Override
    public void afterCommit(Runnable action) {
        transactions.afterCommit(action);
    }

    @Override
    public Changes changesSince(@Nullable FeedPosition position, int limit) {
        StoreLimits.requireBatch(limit);
        return position == null
                ? Changes.end(transactions.readFeed("read the feed's end", feed::position))
                : transactions.readFeed("read the feed", session -> feed.since(session, position, limit));
    }

    @Override
    public int trim(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return transactions.writeAlone("trim the feed", session -> feed.trim(session, time, limit));
    }

    @Override
    public TrailPage trail(TrailQuery query) {
        return transactions.read("read the trail", session -> trail.page(session, query));
    }

    @Override
    public int trimTrail(Instant before, int limit) {
        Instant time = StoreLimits.requireTime(before);
        StoreLimits.requireBatch(limit);
        return transactions.writeAlone("trim the trail", session -> trail.trim(session, time, limit));
    }

    @Override
    public int eraseTrail(String owner, int limit) {
        TokenRecord.requireText("owner", owner);
        StoreLimits.requireBatch(limit);
        return transactions.write("erase the trail", session -> trail.erase(session, owner, limit));
    }
}
