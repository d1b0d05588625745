package dev.latchkey;

import dev.latchkey.proof.SecretProver;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.time.Instant;

/** Makes ids and secrets of new tokens, and hashes them; a token that was issued here is born proven. */
record NewSecrets(TokenFormat format, SecureRandom random, SecretProver prover) {

    BearerToken generate(Instant now) {
        return BearerToken.generate(TokenId.generate(now, random), format, random);
    }

    SecretHash hash(BearerToken token) {
        return prover.hash(token);
    }
}
