package dev.latchkey;

import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.LeastPrivilege;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the uses of tokens, and derives from them what their grants could be. */
final class UsageReader {

    private final TokenStore store;
    private final ScopePolicy policy;
    private final LeastPrivilege leastPrivilege;

    UsageReader(TokenStore store, ScopePolicy policy) {
        this.store = store;
        this.policy = policy;
        this.leastPrivilege = new LeastPrivilege(policy);
    }

    /** {@return the use of a token, or null if none was recorded} */
    @Nullable TokenUse use(TokenId id) {
        return store.findUses(Set.of(id)).get(id);
    }

    /**
     * @param state the store's state, of the moment when the record was read
     * @throws TokenStoreException if the stored scopes cannot be read
     */
    TokenUsage usage(TokenRecord record, StoreState state) {
        return usage(record, use(record.id()), state);
    }

    /**
     * {@return the usages of the records whose scopes can be read}
     *
     * @param records at most as many as the store reads at once
     * @param state the store's state, of the moment when the records were read
     */
    Map<TokenId, TokenUsage> usages(List<TokenRecord> records, StoreState state) {
        Map<TokenId, TokenUse> uses =
                store.findUses(records.stream().map(TokenRecord::id).collect(Collectors.toSet()));
        Map<TokenId, TokenUsage> usages = new HashMap<>();
        for (TokenRecord record : records) {
            try {
                usages.put(record.id(), usage(record, uses.get(record.id()), state));
            } catch (TokenStoreException e) {
                // The stored scopes cannot be read, which StoredToken.problem() reports.
            }
        }
        return usages;
    }

    private TokenUsage usage(TokenRecord record, @Nullable TokenUse use, StoreState state) {
        ScopeSet granted = scopes(record);
        ScopeSet used = use == null ? ScopeSet.empty() : leastPrivilege.stillGiven(granted, use.usedScopes());
        Instant since = recordedSince(record, state);
        boolean complete = since != null && (use == null || use.isComplete());
        return new TokenUsage(
                record.id(),
                new TokenUsage.Times(use == null ? null : use.lastUsedAt(), since),
                granted,
                used,
                complete ? leastPrivilege.unused(granted, used.members()) : ScopeSet.empty(),
                complete);
    }

    private static ScopeSet scopes(TokenRecord record) {
        try {
            return ScopeSet.parse(record.grant().scopes());
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the stored scopes of token " + record.id() + " cannot be read", e);
        }
    }

    private static @Nullable Instant recordedSince(TokenRecord record, StoreState state) {
        Instant since = state.usesRecordedSince();
        Instant issued = record.lifecycle().issuedAt();
        return since == null || since.isAfter(issued) ? since : issued;
    }

    GrantProposal proposal(TokenUsage usage) {
        ScopeSet used = usage.usedScopes();
        ScopeSet proposed = usage.isComplete() && !used.isEmpty()
                ? leastPrivilege.narrowest(usage.granted(), used)
                : usage.granted();
        List<ScopeDecision.Denied> refused = leastPrivilege.dryRun(proposed, used.members());
        boolean narrower = !policy.excess(proposed, usage.granted()).isEmpty();
        return new GrantProposal(usage, proposed, refused, narrower);
    }
}
