package dev.latchkey.port;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores token records: a few small atomic operations, without policy.
 *
 * <p>The core decides how a token may change, when it ends and who may change it; a store returns exactly what was
 * written. The numbered rules are the contract; the test kit ({@code latchkey-testkit}) tests an implementation against
 * each of them.
 *
 * <p>Every method may throw {@link TokenStoreException} if the store cannot answer: it is unreachable or too slow, or
 * its content was not written through this interface. It must not return a partial or stale result instead. Ids and
 * owners are compared exactly, character by character. {@link StoreLimits} refuses arguments out of range before
 * anything is done.
 *
 * <p>Implementations are thread-safe.
 */
public interface TokenStore {

    /**
     * {@return the records of those ids that exist, and the store's state, all of one moment (TS-1)}
     *
     * <p>For verification: it sees every write that any node committed before it began, and it never runs inside the
     * caller's transaction, whose snapshot may be old.
     *
     * <p>With a position, the answer is never older than that position of the store's change feed (TF-3), which is
     * checked in the statement that reads. A store is behind if its own feed ends before the position, or has another
     * entry there. It then reads once more from where its feed is read, and the snapshot reports
     * {@link Snapshot#behind()}; if that is behind too, it throws. Only this method compares positions.
     *
     * @param ids at most {@value StoreLimits#MAX_IDS} ids; may be empty
     * @param notBefore a position that this store's {@link ChangeFeed} returned; null for no check, as for a store
     *     without a feed
     * @throws IllegalArgumentException if there are more ids
     * @throws TokenStoreException if the store cannot answer, or is behind the position
     */
    Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore);

    /**
     * {@return the records of those ids that exist, and the store's state, all of one moment (TS-1)}
     *
     * @param ids at most {@value StoreLimits#MAX_IDS} ids; may be empty
     * @throws IllegalArgumentException if there are more
     */
    default Snapshot findCommitted(Set<TokenId> ids) {
        return findCommitted(ids, null);
    }

    /**
     * {@return the records of those ids that exist, and the store's state (TS-2)}
     *
     * <p>For reading before a write: it joins the caller's transaction if the store supports that, and so sees what
     * that transaction has written.
     *
     * @param ids at most {@value StoreLimits#MAX_IDS} ids; may be empty
     * @throws IllegalArgumentException if there are more
     */
    default Snapshot find(Set<TokenId> ids) {
        return findCommitted(ids, null);
    }

    /**
     * {@return the record, or empty if it does not exist (TS-2)}
     *
     * @param id the token
     */
    default Optional<TokenRecord> find(TokenId id) {
        return Optional.ofNullable(find(Set.of(id)).record(id));
    }

    /**
     * Writes all of the steps or none, in order (TS-3): each is checked against the result of the steps before it.
     *
     * <p>It joins the caller's transaction if the store supports that, and a refusal leaves that transaction usable.
     * Updates, deletions and the state make entries in the change feed, in the transaction of the write, as its last
     * step.
     *
     * <p>If it throws, the outcome may be unknown: the steps may have been written, or be written later. A step with a
     * {@code held} can be repeated, because a successful first attempt changed the version and the repetition is
     * refused; a repeated insert is recognised by its id.
     *
     * @param writes the steps, at most {@link #maximumWrites()}; nothing happens for none
     * @return true if all were written; false, and nothing is written, if the expectation of a step is not met
     * @throws IllegalArgumentException if there are more
     */
    boolean write(List<Write> writes);

    /** {@return how many steps one {@link #write} may have; at least 2, and always the same} */
    int maximumWrites();

    /**
     * {@return one page of records with their uses (TS-4)}
     *
     * <p>Paging through returns exactly once, even during concurrent writes, every record that matches throughout and
     * whose place in the order does not change. A token whose stored form cannot be read is listed as
     * {@link TokenPage#unreadable()}; it neither ends the list nor hides others. A token whose id cannot be read is
     * omitted, because no text can match it.
     *
     * <p>If the query has conditions, a page examines at most {@value StoreLimits#MAX_EXAMINED} tokens for them, in the
     * order of the query. Only a page that has examined as many may be shorter than the limit and its text, and have a
     * cursor nevertheless; the cursor continues behind the last token that was examined.
     *
     * <p>It joins the caller's transaction if the store supports that. A query for an owner and a request key also
     * finds a record that was committed before the call, even where the caller's transaction reads an older snapshot:
     * it decides whether a repeated request was carried out.
     *
     * @param query which, in what order, from where on, and how many
     * @throws IllegalArgumentException see {@link StoreLimits#requireQuery}
     */
    TokenPage list(TokenQuery query);

    /**
     * {@return the uses of those tokens that were ever used (TS-5)}
     *
     * <p>It joins the caller's transaction if the store supports that.
     *
     * @param ids at most {@value StoreLimits#MAX_IDS} ids; may be empty
     * @throws IllegalArgumentException if there are more
     * @throws TokenStoreException also if one of these uses is not what was written
     */
    Map<TokenId, TokenUse> findUses(Set<TokenId> ids);

    /**
     * Records that tokens were used (TS-5): keeps the latest time and the union of the used scopes.
     *
     * <p>Idempotent and commutative. It raises no version and makes no entry in the change feed.
     *
     * <p>Unknown ids are ignored, also those of tokens that are deleted at the same time: when both calls have returned,
     * there is no use without its token. A node writes uses some time after they happened, so it may write those of a
     * token that was deleted meanwhile.
     *
     * @param uses at most {@value StoreLimits#MAX_USES} uses; may contain several of one token
     * @throws IllegalArgumentException if there are more
     */
    void recordUse(Collection<TokenUse> uses);
}
