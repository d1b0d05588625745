package dev.latchkey.argon2.vector;

import dev.latchkey.argon2.Argon2Parameters;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/** The oracle. */
final class BouncyCastle {

    private BouncyCastle() {}

    static byte[] tag(
            Argon2Parameters costs, byte[] salt, byte[] password, byte[] secret, byte[] associatedData, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                        org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(costs.memoryKib())
                .withIterations(costs.iterations())
                .withParallelism(costs.parallelism())
                .withSalt(salt)
                .withSecret(secret)
                .withAdditional(associatedData)
                .build());
        byte[] tag = new byte[length];
        generator.generateBytes(password, tag);
        return tag;
    }
}
