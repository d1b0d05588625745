package dev.latchkey.example;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords of owners, by the JDK's own PBKDF2. Latchkey is for tokens, not for passwords. */
final class Passwords {

    private static final int ITERATIONS = 210_000;
    private static final SecureRandom RANDOM = new SecureRandom();
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

    /** {@return whether it is the password} An unknown owner costs as much time as a known one. */
    static boolean matches(String password, Optional<String> stored) {
        String[] parts = stored.orElse(NOBODY).split(":", 2);
        byte[] derived = derive(password, Base64.getDecoder().decode(parts[0]));
        return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts[1])) && stored.isPresent();
    }

    private static byte[] derive(String password, byte[] salt) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2", e);
        }
    }
}
