package dev.latchkey.port;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where token records are kept: a handful of small atomic steps, without policy.
 *
 * <p>What a token may become, when it ends and who may change it is decided in the core; a store keeps what it is given
 * and gives back the same. The numbered rules are the contract; the test kit ({@code latchkey-testkit}) holds each of
 * them against an implementation.
 *
 * <p>Every method may throw {@link TokenStoreException} when the store cannot answer: unreachable, too slow, or its
 * content is not what this interface wrote. It then never answers with less than the truth. Ids and owners are compared
 * exactly, character by character. Arguments out of range are refused before anything is done, by {@link StoreLimits}.
 *
 * <p>Implementations are thread-safe.
 */
public interface TokenStore {

    /**
     * {@return the records of those ids that exist, and the store's state, all of one moment (TS-1)}
     *
     * <p>For verifying: it sees every write that was committed before it began, wherever it was made, and it never
     * runs inside the caller's transaction, whose snapshot may be old.
     *
     * <p>With a position it also verifies that (TF-3), in the statement that reads: the answer is never older than that
     * position of the store's change feed. A store finds itself behind when its own feed ends before the position, or
     * has another entry there. It then reads once more from where its feed is read, and the snapshot reports that as
     * {@link Snapshot#behind()}; if that is behind too, it throws. Positions are compared here and nowhere else.
     *
     * @param ids at most {@value StoreLimits#MAX_IDS} ids; may be empty
     * @param notBefore a position that this store's {@link ChangeFeed} returned; null to verify nothing. A store without
     *     a feed gets none
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
     * <p>For reading before a write: it joins the caller's transaction where the store knows transactions, and so sees
     * what that transaction has written.
     *
     * @param ids at most {@value StoreLimits#MAX_IDS} ids; may be empty
     * @throws IllegalArgumentException if there are more
     */
    default Snapshot find(Set<TokenId> ids) {
        return findCommitted(ids, null);
    }

    /**
     * {@return the record, or empty if there is none (TS-2)}
     *
     * @param id the token
     */
    default Optional<TokenRecord> find(TokenId id) {
        return Optional.ofNullable(find(Set.of(id)).record(id));
    }

    /**
     * Writes all of the steps or none, in order (TS-3): each is asked for what the steps before it have left.
     *
     * <p>It joins the caller's transaction where the store knows transactions, and a refusal leaves that usable. Updates,
     * deletions and the state make entries in the change feed, in the transaction of the write, as its last step.
     *
     * <p>If it throws, the outcome may be unknown: it may have been written, or be written later. A step with a {@code held}
     * can be tried again then, because what was written is not held any more; a repeated insert is known by its id.
     *
     * @param writes the steps, at most {@link #maximumWrites()}; nothing happens for none
     * @return true if all were written; false, and nothing is written, if the store does not hold what one of them expects
     * @throws IllegalArgumentException if there are more
     */
    boolean write(List<Write> writes);

    /** {@return how many steps one {@link #write} may have; at least 2, and always the same} */
    int maximumWrites();

    /**
     * {@return one page of records with their uses (TS-4)}
     *
     * <p>Walking page by page gives every record that matches throughout and whose place in the order does not change,
     * exactly once, under concurrent writes. A token whose stored form cannot be read is listed as
     * {@link TokenPage#unreadable()}; it neither ends the list nor hides others. One whose id cannot be read, so that no
     * text can name it, is left out.
     *
     * <p>It joins the caller's transaction where the store knows transactions. A query for an owner and a request key also finds
     * a record that was committed before the call, even where the caller's transaction reads an older snapshot: it decides
     * whether a repeated request was carried out.
     *
     * @param query which, in what order, from where on, and how many
     */
    TokenPage list(TokenQuery query);

    /**
     * Notes that tokens were used (TS-5): keeps the latest time and the union of the used scopes.
     *
     * <p>Idempotent and commutative. Unknown ids are ignored. It raises no version and makes no entry in the change feed.
     *
     * @param uses at most {@value StoreLimits#MAX_USES} uses; two of one token count both
     * @throws IllegalArgumentException if there are more
     */
    void recordUse(Collection<TokenUse> uses);
}
