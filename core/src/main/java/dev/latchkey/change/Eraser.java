package dev.latchkey.change;

import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.ChangeTrail;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import dev.latchkey.token.UnreadableToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Erases what is stored about one owner: revokes the live tokens, deletes all records with their uses and request keys,
 * then deletes the entries of the durable trail.
 *
 * <p>Live tokens are revoked first, so that they are refused while the records are deleted in batches, and so that an
 * erasure that is interrupted leaves no live token behind. The trail is last, because the revocations write entries. It
 * is erased wherever the store has one, also if this node does not keep it.
 *
 * <p>Passes are repeated until one finds no record, because a token may be issued or replaced during a pass in a part of
 * the list that the pass has already read. For one call, by one thread; on any number of nodes at the same time.
 */
public final class Eraser {

    private static final int MAXIMUM_PASSES = 100;

    /** Entries of one call of the store: few enough that its locks are short. */
    private static final int ENTRIES_AT_ONCE = 500;

    private final TokenStore store;
    private final TokenChanges changes;
    private final String owner;
    private final Intervention revocation;
    private final SharedBatches batches;
    private final Map<String, UnreadableToken> unreadable = new LinkedHashMap<>();

    /**
     * Makes an eraser for one call.
     *
     * @param store lists the tokens, and may have a trail
     * @param changes revokes and deletes them
     * @param owner the exact owner
     * @param revocation when, who and why, for the listeners of events
     */
    public Eraser(TokenStore store, TokenChanges changes, String owner, Intervention revocation) {
        this.store = store;
        this.changes = changes;
        this.owner = owner;
        this.revocation = revocation;
        this.batches = new SharedBatches(store, () -> true);
    }

    /**
     * The result of an erasure.
     *
     * @param tokens how many records this node deleted
     * @param entries how many entries of the trail this node deleted
     * @param unreadable the tokens whose stored form cannot be read, and which remain
     * @param complete whether nothing about the owner was stored at the end
     */
    public record Erased(long tokens, long entries, List<UnreadableToken> unreadable, boolean complete) {}

    /** {@return what was erased} */
    public Erased erase() {
        long tokens = 0;
        long deleted = 1;
        for (int pass = 0; pass < MAXIMUM_PASSES && deleted > 0; pass++) {
            new BulkRevoker(store, changes, TokenQuery.all().ownedBy(owner), revocation).run();
            deleted = deleteRecords();
            tokens += deleted;
        }
        ChangeTrail trail = StoreDecorator.capability(store, ChangeTrail.class);
        long entries = trail == null ? 0 : eraseEntries(trail);
        boolean complete = !hasRecords() && (trail == null || !hasEntries(trail));
        return new Erased(tokens, entries, List.copyOf(unreadable.values()), complete);
    }

    /** One pass. {@return how many records were deleted} */
    private long deleteRecords() {
        unreadable.clear();
        TokenQuery query = TokenQuery.all().ownedBy(owner).limit(TokenQuery.MAX_LIMIT);
        long deleted = 0;
        while (true) {
            TokenPage page = store.list(query);
            List<TokenRecord> records = new ArrayList<>();
            page.entries().forEach(entry -> records.add(entry.record()));
            for (UnreadableToken token : page.unreadable()) {
                TokenRecord record = findRecord(token);
                if (record == null) {
                    unreadable.put(token.id().toString(), token);
                } else {
                    records.add(record);
                }
            }
            deleted += batches.write(records, this::delete);
            if (page.next() == null) {
                return deleted;
            }
            query = query.after(page.next());
        }
    }

    /** If only the use cannot be read, the record can be deleted with it. */
    private @Nullable TokenRecord findRecord(UnreadableToken token) {
        try {
            TokenRecord record = store.find(Set.of(token.id())).record(token.id());
            return record == null || !record.grant().owner().equals(owner) ? null : record;
        } catch (CallerTransactionException e) {
            throw e;
        } catch (TokenStoreException e) {
            return null;
        }
    }

    private boolean delete(List<TokenRecord> records) {
        return changes.write(records.stream().<Write>map(Write.Delete::new).toList());
    }

    /** A batch may delete nothing, because another node erases the same entries at the same time. */
    private long eraseEntries(ChangeTrail trail) {
        long erased = 0;
        int fruitless = 0;
        while (fruitless < MAXIMUM_PASSES && hasEntries(trail)) {
            int batch = trail.eraseTrail(owner, ENTRIES_AT_ONCE);
            erased += batch;
            fruitless = batch == 0 ? fruitless + 1 : 0;
        }
        return erased;
    }

    private boolean hasRecords() {
        return !store.list(TokenQuery.all().ownedBy(owner).limit(1)).isEmpty();
    }

    private boolean hasEntries(ChangeTrail trail) {
        TrailPage newest = trail.trail(TrailQuery.all().ofOwner(owner).limit(1));
        return !newest.entries().isEmpty() || !newest.unreadable().isEmpty();
    }
}
