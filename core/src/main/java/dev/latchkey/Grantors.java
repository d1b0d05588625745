package dev.latchkey;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens that issue others from the store again, because they may have ended or been narrowed since their
 * verification.
 */
final class Grantors {

    private final TokenStore store;
    private final StoredTokenReader reader;

    Grantors(TokenStore store, StoredTokenReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /**
     * A token that issues another.
     *
     * @param scopes what it has now
     * @param expiresAt when it expires; null for never
     * @param ancestors the ancestors of its children: its own, and itself
     */
    record Parent(ScopeSet scopes, @Nullable Instant expiresAt, List<TokenId> ancestors) {}

    /**
     * {@return the parent as it is stored now}
     *
     * @throws IllegalArgumentException if it has ended, belongs to another owner, or has as many ancestors as a token can have
     */
    Parent parent(TokenId id, String owner, Instant now) {
        Snapshot found = store.find(Set.of(id));
        TokenRecord record = found.record(id);
        if (record == null || reader.of(record, found.state()).state(now) != StoredToken.State.LIVE) {
            throw new IllegalArgumentException("the parent token " + id + " is no longer valid");
        }
        if (!record.grant().owner().equals(owner)) {
            throw new IllegalArgumentException("the parent token " + id + " acts for another owner");
        }
        List<TokenId> ancestors = new ArrayList<>(record.lineage().ancestors());
        ancestors.add(id);
        if (ancestors.size() > TokenRecord.MAX_ANCESTORS) {
            throw new IllegalArgumentException("the parent token " + id + " has " + TokenRecord.MAX_ANCESTORS
                    + " ancestors already, as many as a token can have");
        }
        return new Parent(
                ScopeSet.parse(record.grant().scopes()), record.lifecycle().expiresAt(), ancestors);
    }
}
