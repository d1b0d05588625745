package dev.latchkey;

import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenQuery.Order;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VisibleText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of a registry that belongs to one owner. A token's owner never changes, so looking at it first is enough. */
final class OwnerRegistry implements OwnedTokens {

    private static final int MAXIMUM_PASSES = 100;

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
    public int revokeAll(String reason) {
        VisibleText.requireText("revocation reason", reason);
        int revoked = 0;
        // A token that is replaced while a pass runs may have its successor in a part that the pass has left behind.
        for (int pass = 0; pass < MAXIMUM_PASSES; pass++) {
            int found = revokeLive(reason);
            if (found == 0) {
                return revoked;
            }
            revoked += found;
        }
        throw new UnavailableException(
                "tokens of owner " + VisibleText.escape(owner) + " are issued as fast as they are revoked; " + revoked
                        + " were revoked",
                null);
    }

    /** One pass over the tokens that have not ended, which come first when the last to end comes first. */
    private int revokeLive(String reason) {
        int revoked = 0;
        TokenQuery query =
                TokenQuery.all().ownedBy(owner).orderedBy(Order.END, true).limit(TokenQuery.MAX_LIMIT);
        while (true) {
            TokenList page = registry.list(query);
            for (StoredToken token : page.tokens()) {
                if (hasEnded(token)) {
                    return revoked;
                }
                if (token.revokedAt().isEmpty()) {
                    registry.revoke(token.id(), reason);
                    revoked++;
                }
            }
            if (page.next().isEmpty()) {
                return revoked;
            }
            query = query.after(page.next().get());
        }
    }

    /** A token that another node revoked has not ended here while this node's clock is behind that one's. */
    private boolean hasEnded(StoredToken token) {
        Instant now = clock.instant();
        return Stream.of(token.revokedAt(), token.expiresAt())
                .flatMap(Optional::stream)
                .anyMatch(end -> !now.isBefore(end));
    }
}
