package dev.latchkey;

import dev.latchkey.change.BulkRevoker;
import dev.latchkey.change.RevocationWait;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.change.TokenChanges.RecordChange;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tokens in a store that one owner may see, or all of them. */
final class StoredTokens implements Tokens {

    private final TokenStore store;
    private final TokenChanges changes;
    private final RevocationWait wait;
    private final InstantSource clock;
    private final @Nullable String owner;
    private final @Nullable String actor;

    private StoredTokens(
            TokenStore store,
            TokenChanges changes,
            RevocationWait wait,
            InstantSource clock,
            @Nullable String owner,
            @Nullable String actor) {
        this.store = store;
        this.changes = changes;
        this.wait = wait;
        this.clock = clock;
        this.owner = owner;
        this.actor = actor;
    }

    /** {@return all tokens of the store} */
    static StoredTokens all(TokenStore store, TokenChanges changes, RevocationWait wait, InstantSource clock) {
        return new StoredTokens(store, changes, wait, clock, null, null);
    }

    StoredTokens ownedBy(String only) {
        return new StoredTokens(store, changes, wait, clock, TokenRecord.requireText("owner", only), actor);
    }

    @Override
    public Tokens by(String newActor) {
        return new StoredTokens(store, changes, wait, clock, owner, VisibleText.requireText("actor", newActor));
    }

    private boolean isVisible(TokenRecord record) {
        return owner == null || record.grant().owner().equals(owner);
    }

    @Override
    public Optional<StoredToken> find(TokenId id) {
        Snapshot found = store.find(Set.of(id));
        return Optional.ofNullable(found.record(id))
                .filter(this::isVisible)
                .map(record -> StoredToken.of(record, found.state()));
    }

    @Override
    public TokenList list(TokenQuery query) {
        TokenPage page = store.list(owner == null ? query : query.ownedBy(owner));
        StoreState state = store.find(Set.of()).state();
        return new TokenList(
                page.entries().stream()
                        .map(entry -> StoredToken.of(entry.record(), state))
                        .toList(),
                page.unreadable(),
                Optional.ofNullable(page.next()));
    }

    @Override
    public Optional<Change> describe(TokenId id, String description) {
        VisibleText.requireText("description", description);
        return change(id, record -> record.withDescription(description)).map(StoredTokens::toChange);
    }

    @Override
    public Optional<Change> disable(TokenId id, String reason) {
        Intervention disablement = intervention("reason", reason);
        return change(id, record -> record.withLifecycle(record.lifecycle().disabled(disablement)))
                .map(StoredTokens::toChange);
    }

    @Override
    public Optional<Change> enable(TokenId id) {
        return change(id, record -> record.withLifecycle(record.lifecycle().enabled()))
                .map(StoredTokens::toChange);
    }

    @Override
    public Optional<Change> revoke(TokenId id, String reason) {
        Intervention revocation = revocation(reason);
        return change(id, record -> record.withRevocation(revocation)).map(StoredTokens::toChange);
    }

    @Override
    public Optional<Change> revokeAndAwait(TokenId id, String reason) {
        Optional<Change> revoked = revoke(id, reason);
        if (revoked.isPresent()) {
            wait.await(id);
        }
        return revoked;
    }

    @Override
    public BulkRevocation revokeAll(String reason) {
        BulkRevoker revoker = new BulkRevoker(store, changes, owner, revocation(reason));
        return new BulkRevocation(revoker.run(), revoker.unreadable());
    }

    private Intervention revocation(String reason) {
        return intervention("revocation reason", reason);
    }

    private Intervention intervention(String what, String reason) {
        return new Intervention(clock.instant(), actor, VisibleText.requireText(what, reason));
    }

    private Optional<RecordChange> change(TokenId id, UnaryOperator<TokenRecord> change) {
        return changes.change(id, this::isVisible, change);
    }

    private static Change toChange(RecordChange change) {
        StoredToken before = StoredToken.of(change.before(), change.state());
        return change.changed()
                ? new Change(before, StoredToken.of(change.after(), change.state()), true)
                : new Change(before, before, false);
    }
}
