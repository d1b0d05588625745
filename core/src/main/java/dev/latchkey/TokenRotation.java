package dev.latchkey;

import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.change.Marks;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Replaces a token by another one of the same owner, description, scopes and attributes: both are stored, or neither. */
final class TokenRotation {

    private static final int MAXIMUM_TRIES = 20;

    private final TokenStore store;
    private final TokenChanges changes;
    private final StoredTokenReader reader;
    private final IssueRules rules;
    private final NewSecrets secrets;
    private final InstantSource clock;

    TokenRotation(
            TokenStore store,
            TokenChanges changes,
            StoredTokenReader reader,
            IssueRules rules,
            NewSecrets secrets,
            InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.reader = reader;
        this.rules = rules;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** {@return the result; empty if no visible record has that id} */
    Optional<RotatedToken> rotate(
            TokenId id, Predicate<TokenRecord> visible, @Nullable String actor, Rotation rotation) {
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            Snapshot found = store.find(Set.of(id));
            TokenRecord old = found.record(id);
            if (old == null || !visible.test(old)) {
                return Optional.empty();
            }
            RequestKey key =
                    rotation.requestKey() == null ? null : RequestKey.ofRotation(rotation.requestKey(), id, rotation);
            Optional<RotatedToken> earlier = key == null ? Optional.empty() : earlier(old, key, found.state());
            if (earlier.isPresent()) {
                return earlier;
            }
            Act act = new Act(clock.instant(), actor, Action.ROTATED, null);
            requireLive(old, found.state(), act.at());
            RotatedToken rotated = tryToRotate(old, found.state(), rotation, key, act);
            if (rotated != null) {
                return Optional.of(rotated);
            }
        }
        throw new TokenStoreException("token " + id + " was changed by others " + MAXIMUM_TRIES + " times in a row");
    }

    private Optional<RotatedToken> earlier(TokenRecord old, RequestKey key, StoreState state) {
        return changes.findRequest(old.grant().owner(), key.key()).map(record -> {
            key.requireSame(record);
            return new RotatedToken(
                    new AlreadyIssued(reader.of(record, state)),
                    reader.of(old, state),
                    rules.descendants(old, clock.instant()));
        });
    }

    private void requireLive(TokenRecord old, StoreState state, Instant now) {
        TokenId successor = old.lineage().successor();
        if (successor != null) {
            throw new IllegalStateException(
                    "token " + old.id() + " was rotated already; its successor is " + successor);
        }
        StoredToken.State present = reader.of(old, state).state(now);
        if (present != StoredToken.State.LIVE) {
            throw new IllegalStateException("token " + old.id() + " is not live (" + present + "); issue a new one");
        }
    }

    /** {@return the result, or null if the old token changed meanwhile, or the new id or the request key exists} */
    private @Nullable RotatedToken tryToRotate(
            TokenRecord old, StoreState state, Rotation rotation, @Nullable RequestKey key, Act act) {
        BearerToken bearer = secrets.generate(act.at());
        TokenRecord retired = old.withSuccessor(bearer.id(), act.at().plus(rotation.overlap()));
        TokenRecordBuilder builder = TokenRecord.builder(bearer.id())
                .owner(old.grant().owner())
                .createdBy(act.by())
                .description(old.grant().description())
                .scopes(old.grant().scopes())
                .hash(secrets.hash(bearer))
                .issuedAt(act.at())
                .expiresAt(rules.expiryOfSuccessor(act.at(), lifetime(old)))
                .ancestors(old.lineage().ancestors())
                .family(old.lineage().family())
                .attributes(old.attributes())
                .details(Marks.none()
                        .retiring(rotation.endsAtFirstUse() ? old.id() : null)
                        .text());
        if (key != null) {
            builder.requestKey(key.key()).requestDigest(key.digest());
        }
        TokenRecord successor = builder.build();
        // Nothing may fail after the record is stored, or its secret would be lost.
        RotatedToken rotated = new RotatedToken(
                new IssuedToken(bearer, reader.of(successor, state)),
                reader.of(retired, state),
                rules.descendants(old, act.at()));
        return changes.replace(old, retired, successor, act) ? rotated : null;
    }

    private static @Nullable Duration lifetime(TokenRecord record) {
        Instant end = record.lifecycle().expiresAt();
        return end == null ? null : Duration.between(record.lifecycle().issuedAt(), end);
    }
}
