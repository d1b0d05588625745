package dev.latchkey;

import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Issues tokens: generates a secret, stores its hash, and returns the secret once. */
final class HashingIssuer implements TokenIssuer {

    /** Two ids of one millisecond are equal once in 2^80, so three refusals in a row mean that the store is broken. */
    private static final int MAXIMUM_TRIES = 3;

    private final TokenChanges changes;
    private final NewSecrets secrets;
    private final IssueRules rules;
    private final StoredTokenReader reader;
    private final InstantSource clock;

    HashingIssuer(
            TokenChanges changes, NewSecrets secrets, IssueRules rules, StoredTokenReader reader, InstantSource clock) {
        this.changes = changes;
        this.secrets = secrets;
        this.rules = rules;
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public IssuedToken issue(IssueRequest request) {
        Prepared prepared = prepare(request);
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            IssuedToken issued = tryToIssue(prepared, null);
            if (issued != null) {
                return issued;
            }
        }
        throw refusedTooOften();
    }

    @Override
    public Issuance issueOnce(String requestKey, IssueRequest request) {
        RequestKey key = RequestKey.ofIssue(requestKey, request);
        Optional<Issuance> earlier = earlier(request, key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Prepared prepared = prepare(request);
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            IssuedToken issued = tryToIssue(prepared, key);
            if (issued != null) {
                return issued;
            }
            Optional<Issuance> other = earlier(request, key);
            if (other.isPresent()) {
                return other.get();
            }
        }
        throw refusedTooOften();
    }

    private Optional<Issuance> earlier(IssueRequest request, RequestKey key) {
        return changes.findRequest(request.owner(), key.key()).map(record -> {
            key.requireSame(record);
            return new AlreadyIssued(reader.of(record, changes.state()));
        });
    }

    /** A request that the rules allow. */
    private record Prepared(IssueRequest request, IssueRules.Terms terms, Instant now, StoreState state) {}

    private Prepared prepare(IssueRequest request) {
        Instant now = clock.instant();
        return new Prepared(request, rules.terms(request, now), now, changes.state());
    }

    /** {@return the token, or null if the store has its id or its request key already} */
    private @Nullable IssuedToken tryToIssue(Prepared prepared, @Nullable RequestKey key) {
        IssueRequest request = prepared.request();
        String actor = request.requiredGrantor().actor();
        BearerToken bearer = secrets.generate(prepared.now());
        TokenRecordBuilder record = TokenRecord.builder(bearer.id())
                .owner(request.owner())
                .description(request.requiredDescription())
                .scopes(prepared.terms().scopes().toString())
                .hash(secrets.hash(bearer))
                .createdBy(actor)
                .attributes(request.attributes())
                .ancestors(prepared.terms().ancestors())
                .issuedAt(prepared.now())
                .expiresAt(prepared.terms().expiresAt());
        if (key != null) {
            record.requestKey(key.key()).requestDigest(key.digest());
        }
        TokenRecord built = record.build();
        // Nothing may fail after the record is stored, or its secret would be lost.
        IssuedToken issued = new IssuedToken(bearer, reader.of(built, prepared.state()));
        return changes.insert(built, new Act(prepared.now(), actor, Action.ISSUED, null)) ? issued : null;
    }

    private static TokenStoreException refusedTooOften() {
        return new TokenStoreException("the store refused " + MAXIMUM_TRIES + " new token ids in a row");
    }
}
