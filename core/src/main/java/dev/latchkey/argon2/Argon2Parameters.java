package dev.latchkey.argon2;

/**
 * The costs of Argon2id: memory, passes, lanes (RFC 9106 section 3.1).
 *
 * <p>For passwords these decide how many guesses an attacker can pay for. The secret of a token is 256 random bits,
 * which cannot be guessed, so here they are defence in depth, in case the source of randomness fails or something
 * weaker is hashed one day. Therefore a light profile is safe; the default is the profile that auditors expect.
 *
 * <p>Salt (16 bytes) and tag (32 bytes) have the lengths that RFC 9106 section 4 recommends and cannot be chosen.
 *
 * @param memoryKib memory in KiB, 8 for each lane to 65,536 (64 MiB)
 * @param iterations passes over the memory, 1 to 10
 * @param parallelism lanes, 1 to 4; they are computed one after the other
 */
public record Argon2Parameters(int memoryKib, int iterations, int parallelism) {

    /** The most memory that is ever allocated for a hash, in KiB, including hashes that others wrote. */
    public static final int MAX_MEMORY_KIB = 64 * 1024;

    /** The most passes that are ever computed for a hash. */
    public static final int MAX_ITERATIONS = 10;

    /** The most lanes that are ever computed for a hash. */
    public static final int MAX_PARALLELISM = 4;

    /** RFC 9106 section 3.1: at least 8 KiB for each lane. */
    private static final int MIN_MEMORY_KIB_PER_LANE = 8;

    public Argon2Parameters {
        requireBetween("parallelism", parallelism, 1, MAX_PARALLELISM);
        requireBetween("iterations", iterations, 1, MAX_ITERATIONS);
        requireBetween("memory in KiB", memoryKib, MIN_MEMORY_KIB_PER_LANE * parallelism, MAX_MEMORY_KIB);
    }

    private static void requireBetween(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "Argon2 " + what + " is " + value + "; it must be between " + min + " and " + max);
        }
    }

    /**
     * {@return the default: 19 MiB, two passes, one lane}
     *
     * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP Password
     *     Storage Cheat Sheet, Argon2id</a>
     */
    public static Argon2Parameters owasp() {
        return new Argon2Parameters(19_456, 2, 1);
    }

    /**
     * {@return a light profile, for services that verify very many tokens for the first time at once, such as after
     * each deployment: 4 MiB, one pass, one lane}
     *
     * <p>It costs a tenth of the default or less. A stolen database still reveals no token: see above.
     */
    public static Argon2Parameters light() {
        return new Argon2Parameters(4_096, 1, 1);
    }

    /** {@return whether memory or passes are less than the other's, and neither is more} */
    boolean isWeakerThan(Argon2Parameters other) {
        return memoryKib <= other.memoryKib
                && iterations <= other.iterations
                && (memoryKib < other.memoryKib || iterations < other.iterations);
    }

    /** {@return the memory in bytes} */
    long memoryBytes() {
        return memoryKib * 1024L;
    }

    /** {@return the parameters as a PHC string has them: {@code m=19456,t=2,p=1}} */
    @Override
    public String toString() {
        return "m=" + memoryKib + ",t=" + iterations + ",p=" + parallelism;
    }
}
