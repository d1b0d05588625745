package dev.latchkey;

import dev.latchkey.cache.LeasedRecords;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where verification gets tokens from: the store at each call, or memory while a lease vouches for it. */
final class TokenSource {

    private final TokenStore store;
    private final JoinsCallerTransactions transactions;
    private final @Nullable LeasedRecords<KnownToken> leased;

    private TokenSource(TokenStore store, @Nullable LeasedRecords<KnownToken> leased) {
        this.store = store;
        this.transactions = store instanceof JoinsCallerTransactions joins ? joins : Runnable::run;
        this.leased = leased;
    }

    /** {@return the source that reads the store each time} */
    static TokenSource reading(TokenStore store) {
        return new TokenSource(store, null);
    }

    /** {@return the source that answers from these records while it may} */
    static TokenSource holding(TokenStore store, LeasedRecords<KnownToken> records) {
        return new TokenSource(store, records);
    }

    /** {@return the token as the snapshot has it, or null if it has none} */
    static @Nullable KnownToken known(Snapshot snapshot, TokenId id) {
        TokenRecord record = snapshot.record(id);
        return record == null ? null : new KnownToken(record, snapshot.state());
    }

    /** {@return the token, or null if there is none} */
    @Nullable KnownToken find(TokenId id) {
        return leased == null ? known(store.findCommitted(Set.of(id)), id) : leased.find(id);
    }

    /** {@return the token if that can be told at that time without asking the store, else null} */
    @Nullable KnownToken held(TokenId id, long nowMillis) {
        return leased == null ? null : leased.held(id, nowMillis);
    }

    /**
     * Called when this node changed the token: the feed reports it too, and later. Until the caller's transaction commits,
     * a verification may cache the old record again, so it is forgotten after the commit.
     */
    void forget(TokenId id) {
        LeasedRecords<KnownToken> records = leased;
        if (records != null) {
            transactions.afterCommit(() -> records.forget(id));
        }
    }

    /** Called when this node changed what holds for all tokens; likewise. */
    void forgetAll() {
        LeasedRecords<KnownToken> records = leased;
        if (records != null) {
            transactions.afterCommit(records::forgetAll);
        }
    }
}
