package dev.latchkey.example;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Passwords of people, by BouncyCastle's Argon2id. Latchkey is for tokens, not for passwords. */
final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** So that a flood of sign-ins takes neither all processors nor much memory. */
    private static final Semaphore AT_ONCE = new Semaphore(2);

    private static final String NOBODY = hash(random());

    private Passwords() {}

    static String random() {
        byte[] bytes = new byte[15];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    static String hash(String password) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(salt) + ":" + base64.encodeToString(derive(password, salt));
    }

    /** {@return whether it is the password} An unknown account costs as much time as a known one. */
    static boolean matches(String password, Optional<String> stored) {
        String[] parts = stored.orElse(NOBODY).split(":", 2);
        byte[] derived = derive(password, Base64.getDecoder().decode(parts[0]));
        return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts[1])) && stored.isPresent();
    }

    private static byte[] derive(String password, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(ITERATIONS)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] derived = new byte[LENGTH];
        AT_ONCE.acquireUninterruptibly();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), derived);
        } finally {
            AT_ONCE.release();
        }
        return derived;
    }
}
