package dev.latchkey;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The registry of all tokens in a store. */
final class StoreRegistry implements TokenRegistry {

    private final TokenStore store;
    private final RecordChanges changes;
    private final InstantSource clock;

    StoreRegistry(TokenStore store, RecordChanges changes, InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public OwnedTokens of(String owner) {
        return new OwnerRegistry(this, TokenRecord.requireText("owner", owner), clock);
    }

    @Override
    public Optional<StoredToken> find(TokenId id) {
        return store.find(id).map(StoredToken::of);
    }

    @Override
    public TokenList list(TokenQuery query) {
        TokenPage page = store.list(query);
        return new TokenList(
                page.entries().stream()
                        .map(entry -> StoredToken.of(entry.record()))
                        .toList(),
                Optional.ofNullable(page.next()));
    }

    @Override
    public Optional<StoredToken> changeDescription(TokenId id, String description) {
        TokenRecord.requireText("description", description);
        return changes.change(id, record -> record.withDescription(description)).map(StoredToken::of);
    }

    @Override
    public Optional<StoredToken> revoke(TokenId id, String reason) {
        TokenRecord.requireText("revocation reason", reason);
        Instant now = clock.instant();
        return changes.change(id, record -> record.withRevoked(now, reason)).map(StoredToken::of);
    }

    @Override
    public void rejectIssuedBefore(Instant time) {
        changes.changeState(state -> state.withRejectIssuedBefore(time));
    }
}
