package dev.latchkey;

import dev.latchkey.port.TokenQuery;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VisibleText;
import java.time.InstantSource;
import java.util.Optional;

/** The part of a registry that belongs to one owner. A token's owner never changes, so looking at it first is enough. */
final class OwnerRegistry implements OwnedTokens {

    private final TokenRegistry registry;
    private final String owner;
    private final InstantSource clock;

    OwnerRegistry(TokenRegistry registry, String owner, InstantSource clock) {
        this.registry = registry;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public Optional<StoredToken> find(TokenId id) {
        return registry.find(id).filter(token -> token.owner().equals(owner));
    }

    @Override
    public TokenList list(TokenQuery query) {
        return registry.list(query.ownedBy(owner));
    }

    @Override
    public Optional<StoredToken> changeDescription(TokenId id, String description) {
        VisibleText.requireText("description", description);
        return find(id).flatMap(token -> registry.changeDescription(id, description));
    }

    @Override
    public Optional<StoredToken> revoke(TokenId id, String reason) {
        VisibleText.requireText("revocation reason", reason);
        return find(id).flatMap(token -> registry.revoke(id, reason));
    }

    @Override
    public Optional<StoredToken> revokeAndAwait(TokenId id, String reason) {
        VisibleText.requireText("revocation reason", reason);
        return find(id).flatMap(token -> registry.revokeAndAwait(id, reason));
    }

    @Override
    public BulkRevocation revokeAll(String reason) {
        VisibleText.requireText("revocation reason", reason);
        return new OwnerRevocation(registry, owner, reason, clock).run();
    }
}
