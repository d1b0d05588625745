package dev.latchkey;

import dev.latchkey.port.TokenQuery;
import dev.latchkey.port.TokenQuery.Order;
import dev.latchkey.port.UnavailableException;
import dev.latchkey.port.UnreadableToken;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Revokes all tokens of one owner, pass by pass until a pass finds none: the successor of a token that is replaced during a
 * pass may be in a part of the list that the pass has left behind.
 *
 * <p>Not thread-safe.
 */
final class OwnerRevocation {

    private static final int MAXIMUM_PASSES = 100;

    /** A store that fails this often in a row, for tokens that it could list, is not answering: the others would wait too. */
    private static final int MAXIMUM_FAILURES_IN_A_ROW = 3;

    /**
     * How long ago a token must have ended by this node's clock to be left alone: more than the clocks of two nodes differ,
     * even where one of them is not synchronized. Revoking a token that has ended everywhere costs a write and harms nobody.
     */
    private static final Duration END_MARGIN = Duration.ofMinutes(10);

    private final TokenRegistry registry;
    private final String owner;
    private final String reason;
    private final InstantSource clock;
    private final Map<TokenId, UnreadableToken> unreadable = new LinkedHashMap<>();

    /** Within a caller's transaction, a list may show a token as it was before this call or another node revoked it. */
    private final Set<TokenId> revoked = new HashSet<>();

    private int failuresInARow;
    private @Nullable UnavailableException failure;

    OwnerRevocation(TokenRegistry registry, String owner, String reason, InstantSource clock) {
        this.registry = registry;
        this.owner = owner;
        this.reason = reason;
        this.clock = clock;
    }

    BulkRevocation run() {
        for (int pass = 0; pass < MAXIMUM_PASSES; pass++) {
            int before = revoked.size();
            failure = null;
            revokeLive();
            if (revoked.size() == before) {
                if (failure != null) {
                    throw incomplete("some could not be", failure);
                }
                return new BulkRevocation(
                        revoked.size(), unreadable.values().stream().toList());
            }
        }
        throw incomplete("they are issued as fast as they are revoked", null);
    }

    private UnavailableException incomplete(String why, @Nullable UnavailableException cause) {
        return new UnavailableException(
                "of the tokens of owner " + VisibleText.escape(owner) + ", " + revoked.size() + " were revoked; " + why
                        + ". Revoke all again to revoke the rest",
                cause);
    }

    /** One pass over the tokens that have not ended, which come first when the last to end comes first. */
    private void revokeLive() {
        TokenQuery query =
                TokenQuery.all().ownedBy(owner).orderedBy(Order.END, true).limit(TokenQuery.MAX_LIMIT);
        while (true) {
            TokenList page = page(query);
            page.unreadable().forEach(this::revokeUnreadable);
            for (StoredToken token : page.tokens()) {
                if (endedWellBefore(token)) {
                    return;
                }
                revoke(token);
            }
            if (page.next().isEmpty()) {
                return;
            }
            query = query.after(page.next().get());
        }
    }

    private TokenList page(TokenQuery query) {
        try {
            return registry.list(query);
        } catch (UnavailableException e) {
            throw incomplete("the store does not list the others", e);
        }
    }

    private void revoke(StoredToken token) {
        if (token.revokedAt().isPresent() || revoked.contains(token.id())) {
            return;
        }
        try {
            registry.revoke(token.id(), reason);
            revoked.add(token.id());
            failuresInARow = 0;
        } catch (UnavailableException e) {
            failure = e;
            if (++failuresInARow == MAXIMUM_FAILURES_IN_A_ROW) {
                throw incomplete("the store does not answer", e);
            }
        }
    }

    /** It may be the use alone that cannot be read, and then the record can be written. */
    private void revokeUnreadable(UnreadableToken token) {
        if (unreadable.containsKey(token.id())) {
            return;
        }
        try {
            registry.find(token.id()).filter(found -> !endedWellBefore(found)).ifPresent(this::revoke);
        } catch (UnavailableException e) {
            unreadable.put(token.id(), token);
        }
    }

    /**
     * Another node's clock may be behind this one's, and a token that has ended here is still accepted there. One that another
     * node revoked has not ended here while this clock is behind that one's.
     */
    private boolean endedWellBefore(StoredToken token) {
        Instant wellBefore = clock.instant().minus(END_MARGIN);
        return Stream.of(token.revokedAt(), token.expiresAt())
                .flatMap(Optional::stream)
                .anyMatch(end -> !end.isAfter(wellBefore));
    }
}
