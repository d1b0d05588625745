package dev.latchkey.argon2.vector.program;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.vector.VectorSecretHasher;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;

/** Hashes and verifies a secret before and after the hasher is ready, and prints who computed at the end. */
public final class Service {

    private Service() {}

    /**
     * Runs it.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        VectorSecretHasher hasher = VectorSecretHasher.of(new Argon2Parameters(256, 1, 1));
        BearerToken token = BearerToken.generate(TokenId.of(1, 2), TokenFormat.plain(), new SecureRandom());
        SecretHash early = hasher.hash(token);
        boolean vectors = hasher.ready().toCompletableFuture().join();
        SecretHash late = hasher.hash(token);
        boolean matched = hasher.matches(token, early) && hasher.matches(token, late);
        System.out.println(
                "named module: " + VectorSecretHasher.class.getModule().isNamed());
        System.out.println("vectors: " + vectors + ", matched: " + matched);
    }
}
