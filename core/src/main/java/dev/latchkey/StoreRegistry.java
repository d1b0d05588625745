package dev.latchkey;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The registry of all tokens in a store. */
final class StoreRegistry implements TokenRegistry {

    private final TokenStore store;
    private final RecordChanges changes;
    private final RevocationWait wait;
    private final InstantSource clock;

    StoreRegistry(TokenStore store, RecordChanges changes, RevocationWait wait, InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.wait = wait;
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
        VisibleText.requireText("description", description);
        return changes.change(id, record -> record.withDescription(description)).map(StoredToken::of);
    }

    @Override
    public Optional<StoredToken> revoke(TokenId id, String reason) {
        VisibleText.requireText("revocation reason", reason);
        Instant now = clock.instant();
        return changes.change(id, record -> record.withRevoked(now, reason)).map(StoredToken::of);
    }

    @Override
    public Optional<StoredToken> revokeAndAwait(TokenId id, String reason) {
        Optional<StoredToken> revoked = revoke(id, reason);
        revoked.ifPresent(token -> wait.await(token.id()));
        return revoked;
    }

    @Override
    public void recordRevocationBound(Duration bound) {
        changes.changeState(state -> state.withRevocationBound(bound));
    }

    @Override
    public void rejectIssuedBefore(Instant time) {
        changes.changeState(state -> state.withRejectIssuedBefore(time));
    }
}
