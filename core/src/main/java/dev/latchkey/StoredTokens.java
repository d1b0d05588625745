package dev.latchkey;

import dev.latchkey.change.BulkRevoker;
import dev.latchkey.change.IdBatches;
import dev.latchkey.change.TokenChanges.RecordChange;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenEvent.Leaked;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import dev.latchkey.token.VisibleText;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tokens in a store that one owner may see, or all of them. */
final class StoredTokens implements Tokens {

    private final TokenOperations operations;
    private final @Nullable String owner;
    private final @Nullable String actor;

    private StoredTokens(TokenOperations operations, @Nullable String owner, @Nullable String actor) {
        this.operations = operations;
        this.owner = owner;
        this.actor = actor;
    }

    /** {@return all tokens of the store} */
    static StoredTokens all(TokenOperations operations) {
        return new StoredTokens(operations, null, null);
    }

    StoredTokens ownedBy(String only) {
        return new StoredTokens(operations, TokenRecord.requireText("owner", only), actor);
    }

    @Override
    public Tokens by(String newActor) {
        return new StoredTokens(operations, owner, VisibleText.requireText("actor", newActor));
    }

    private boolean isVisible(TokenRecord record) {
        return owner == null || record.grant().owner().equals(owner);
    }

    @Override
    public Optional<StoredToken> find(TokenId id) {
        Snapshot found = operations.store().find(Set.of(id));
        return Optional.ofNullable(found.record(id))
                .filter(this::isVisible)
                .map(record -> operations
                        .reader()
                        .of(
                                List.of(new TokenPage.Entry(
                                        record, operations.usages().use(id))),
                                found.state())
                        .get(0));
    }

    @Override
    public Optional<TokenUsage> usage(TokenId id) {
        Snapshot found = operations.store().find(Set.of(id));
        return Optional.ofNullable(found.record(id))
                .filter(this::isVisible)
                .map(record -> operations.usages().usage(record, found.state()));
    }

    @Override
    public Map<TokenId, TokenUsage> usages(Set<TokenId> ids) {
        Map<TokenId, TokenUsage> usages = new HashMap<>();
        for (Set<TokenId> batch : IdBatches.of(ids)) {
            Snapshot found = operations.store().find(batch);
            usages.putAll(operations
                    .usages()
                    .usages(
                            found.records().values().stream()
                                    .filter(this::isVisible)
                                    .toList(),
                            found.state()));
        }
        return usages;
    }

    @Override
    public Optional<GrantProposal> leastPrivilege(TokenId id) {
        return usage(id).map(operations.usages()::proposal);
    }

    @Override
    public TokenList list(TokenQuery query) {
        StoreState state = operations.changes().state();
        TokenPage page = operations.store().list(visible(query).cutOff(state.rejectIssuedBefore()));
        return new TokenList(
                operations.reader().of(page.entries(), state), page.unreadable(), Optional.ofNullable(page.next()));
    }

    private TokenQuery visible(TokenQuery query) {
        return owner == null ? query : query.ownedBy(owner);
    }

    @Override
    public Optional<Change> describe(TokenId id, String description) {
        VisibleText.requireText("description", description);
        return change(id, act(Action.DESCRIBED), record -> record.withDescription(description));
    }

    @Override
    public Optional<Change> annotate(TokenId id, Map<String, String> attributes) {
        attributes.forEach((key, value) -> VisibleText.requireText("attribute " + key, value));
        Map<String, String> checked = TokenRecord.requireAttributes(attributes);
        return change(id, act(Action.ATTRIBUTES_CHANGED), record -> record.withAttributes(checked));
    }

    @Override
    public Optional<Change> narrow(TokenId id, ScopeSet scopes) {
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a token needs at least one scope; to end it, revoke it");
        }
        return change(
                id,
                act(Action.NARROWED),
                record -> record.withScopes(operations
                        .rules()
                        .narrowed(ScopeSet.parse(record.grant().scopes()), scopes)
                        .toString()));
    }

    @Override
    public Optional<Change> shorten(TokenId id, Instant end) {
        Act act = act(Action.SHORTENED);
        Instant time = TokenRecord.requireTime("end", end);
        if (time.isBefore(act.at())) {
            throw new IllegalArgumentException("end " + time + " is in the past; to end a token now, revoke it");
        }
        return change(id, act, record -> record.withLifecycle(record.lifecycle().shortenedTo(time)));
    }

    @Override
    public Optional<RotatedToken> rotate(TokenId id, Rotation rotation) {
        return operations.rotation().rotate(id, this::isVisible, actor, rotation);
    }

    @Override
    public Optional<Change> disable(TokenId id, String reason) {
        Act act = act(Action.DISABLED, "reason", reason);
        return change(id, act, record -> record.withLifecycle(record.lifecycle().disabled(intervention(act))));
    }

    @Override
    public Optional<Change> enable(TokenId id) {
        return change(
                id,
                act(Action.ENABLED),
                record -> record.withLifecycle(record.lifecycle().enabled()));
    }

    @Override
    public Optional<Change> revoke(TokenId id, String reason) {
        Act act = revocation(reason);
        return change(id, act, record -> record.withRevocation(intervention(act)));
    }

    @Override
    public Optional<Change> revokeAndAwait(TokenId id, String reason) {
        Optional<Change> revoked = revoke(id, reason);
        if (revoked.isPresent()) {
            operations.revocationWait().await(id);
        }
        return revoked;
    }

    @Override
    public BulkRevocation revokeAll(TokenQuery query, String reason) {
        Act act = revocation(reason);
        TokenQuery asked = query.conditions().isEmpty()
                ? query
                : query.cutOff(operations.changes().state().rejectIssuedBefore());
        BulkRevoker revoker =
                new BulkRevoker(operations.store(), operations.changes(), visible(asked), intervention(act));
        return new BulkRevocation(revoker.run(), revoker.unreadable());
    }

    @Override
    public void reportLeak(String text) {
        operations.leaks().prove(text, this::isVisible).ifPresent(leaked -> {
            operations.events().send(new Leaked(operations.clock().instant(), leaked.subject(), actor));
            revoke(leaked.id(), RevocationReason.LEAKED);
        });
    }

    @Override
    public TrailPage trail(TrailQuery query) {
        return operations.changes().trail(owner == null ? query : query.ofOwner(owner));
    }

    private Act revocation(String reason) {
        return act(Action.REVOKED, "revocation reason", reason);
    }

    private Act act(Action action) {
        return new Act(operations.clock().instant(), actor, action, null);
    }

    private Act act(Action action, String what, String reason) {
        return new Act(operations.clock().instant(), actor, action, VisibleText.requireText(what, reason));
    }

    private static Intervention intervention(Act act) {
        return new Intervention(act.at(), act.by(), String.valueOf(act.reason()));
    }

    private Optional<Change> change(TokenId id, Act act, UnaryOperator<TokenRecord> change) {
        return operations.changes().change(id, this::isVisible, act, change).map(this::toChange);
    }

    private Change toChange(RecordChange change) {
        StoredToken before = operations.reader().of(change.before(), change.state());
        return change.changed()
                ? new Change(before, operations.reader().of(change.after(), change.state()), true)
                : new Change(before, before, false);
    }
}
