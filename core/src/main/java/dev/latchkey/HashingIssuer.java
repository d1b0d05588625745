package dev.latchkey;

import dev.latchkey.change.TokenChanges;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.proof.SecretProver;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;

/** Issues tokens: makes a secret, stores its hash, and gives the secret away once. */
final class HashingIssuer implements TokenIssuer {

    /** Two ids of one millisecond are equal once in 2^80, so a store that refuses three in a row is broken. */
    private static final int MAXIMUM_TRIES = 3;

    private final TokenChanges changes;
    private final SecretProver prover;
    private final IssueRules rules;
    private final TokenFormat format;
    private final InstantSource clock;
    private final SecureRandom random;

    HashingIssuer(
            TokenChanges changes,
            SecretProver prover,
            IssueRules rules,
            TokenFormat format,
            InstantSource clock,
            SecureRandom random) {
        this.changes = changes;
        this.prover = prover;
        this.rules = rules;
        this.format = format;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public IssuedToken issue(IssueRequest request) {
        String description = request.requiredDescription();
        ScopeSet scopes = rules.scopes(request);
        StoreState state = changes.state();
        Instant now = clock.instant();
        Instant expiresAt = rules.expiry(now, request);
        for (int i = 0; i < MAXIMUM_TRIES; i++) {
            BearerToken bearer = format.generate(TokenId.generate(now, random), random);
            TokenRecord record = TokenRecord.builder(bearer.id())
                    .owner(request.owner())
                    .description(description)
                    .scopes(scopes.toString())
                    .hash(prover.hash(bearer))
                    .createdBy(request.requiredGrantor().actor())
                    .attributes(request.attributes())
                    .issuedAt(now)
                    .expiresAt(expiresAt)
                    .build();
            if (changes.insert(record)) {
                return new IssuedToken(bearer, StoredToken.of(record, state));
            }
        }
        throw new TokenStoreException("the store refused " + MAXIMUM_TRIES + " new token ids in a row");
    }
}
