package dev.latchkey.lease;

import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The source of tokens for verification: the store at each call, or a cache under a lease.
 *
 * @param <T> the type that records are converted to
 */
public final class TokenSource<T> {

    private final TokenStore store;
    private final BiFunction<TokenRecord, StoreState, T> form;
    private final JoinsCallerTransactions transactions;
    private final @Nullable LeasedRecords<T> leased;
    private final @Nullable RecordLoader<T> loader;

    private TokenSource(
            TokenStore store, BiFunction<TokenRecord, StoreState, T> form, @Nullable RecordLoader<T> loader) {
        this.store = store;
        this.form = form;
        JoinsCallerTransactions joins = StoreDecorator.capability(store, JoinsCallerTransactions.class);
        this.transactions = joins != null ? joins : Runnable::run;
        this.leased = loader == null ? null : loader.records();
        this.loader = loader;
    }

    /**
     * {@return a source that reads the store each time}
     *
     * @param store where records are kept
     * @param form converts a record, and the store's state of the same moment, for verification
     * @param <T> the type that records are converted to
     */
    public static <T> TokenSource<T> reading(TokenStore store, BiFunction<TokenRecord, StoreState, T> form) {
        return new TokenSource<>(store, form, null);
    }

    /**
     * {@return a source that uses cached records under a lease}
     *
     * @param store where records are kept
     * @param reads reads what is cached
     * @param loader loads the records that are not cached
     * @param <T> the type that records are converted to
     */
    public static <T> TokenSource<T> caching(TokenStore store, PositionedReads<T> reads, RecordLoader<T> loader) {
        return new TokenSource<>(store, reads.form(), loader);
    }

    static <T> @Nullable T formed(Snapshot snapshot, TokenId id, BiFunction<TokenRecord, StoreState, T> form) {
        TokenRecord record = snapshot.record(id);
        return record == null ? null : form.apply(record, snapshot.state());
    }

    /**
     * {@return the token as it is cached under a lease, or else as it is read now; null if it does not exist}
     *
     * @param id the token
     */
    public @Nullable T find(TokenId id) {
        T cached = leased == null ? null : leased.held(id);
        if (cached != null) {
            return cached;
        }
        return loader == null ? formed(store.findCommitted(Set.of(id)), id, form) : loader.load(id);
    }

    /**
     * {@return the token if it is cached under a lease at that time, else null}
     *
     * @param id the token
     * @param nowMillis the time by the wall clock, which the caller has just read
     */
    public @Nullable T held(TokenId id, long nowMillis) {
        return leased == null ? null : leased.held(id, nowMillis);
    }

    /**
     * {@return the tokens, in the order of the ids; null if one does not exist}
     *
     * @param ids at most {@value dev.latchkey.port.StoreLimits#MAX_IDS}; those that are not cached are read at once
     */
    public @Nullable List<T> findAll(List<TokenId> ids) {
        Snapshot snapshot = leased == null ? store.findCommitted(Set.copyOf(ids)) : null;
        List<T> found = new ArrayList<>(ids.size());
        for (TokenId id : ids) {
            T token = snapshot == null ? find(id) : formed(snapshot, id, form);
            if (token == null) {
                return null;
            }
            found.add(token);
        }
        return found;
    }

    /**
     * {@return the tokens, in the order of the ids; null if one is not cached under a lease at that time}
     *
     * @param ids the tokens
     * @param nowMillis the time by the wall clock, which the caller has just read
     */
    public @Nullable List<T> heldAll(List<TokenId> ids, long nowMillis) {
        List<T> found = new ArrayList<>(ids.size());
        for (TokenId id : ids) {
            T token = held(id, nowMillis);
            if (token == null) {
                return null;
            }
            found.add(token);
        }
        return found;
    }

    /**
     * Evicts a token that this node changed, because the feed reports the change later. Until the caller's transaction
     * commits, a verification may cache the old record again, so it is evicted again after the commit.
     *
     * @param id the token
     */
    public void forget(TokenId id) {
        LeasedRecords<T> records = leased;
        if (records != null) {
            transactions.afterCommit(() -> records.forget(id));
        }
    }

    /** Evicts all tokens, because this node changed the store's state; likewise after the commit. */
    public void forgetAll() {
        LeasedRecords<T> records = leased;
        if (records != null) {
            transactions.afterCommit(records::forgetAll);
        }
    }
}
