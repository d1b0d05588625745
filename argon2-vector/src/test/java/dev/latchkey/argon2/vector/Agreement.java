package dev.latchkey.argon2.vector;

import dev.latchkey.argon2.Argon2Parameters;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Compares tags by vectors with those of BouncyCastle, for a time and for random costs and inputs. */
final class Agreement {

    private static final byte[] NONE = {};

    private Agreement() {}

    /**
     * Runs it in a JVM of its own: for {@code latchkey.argon2.seconds}, costs of at most {@code latchkey.argon2.blocks}.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        int compared = compare(
                RandomGenerator.getDefault(),
                Long.getLong("latchkey.argon2.seconds", 1),
                Integer.getInteger("latchkey.argon2.blocks", 2_000));
        System.out.println("agreed: " + compared);
    }

    /** {@return how many computations agreed, until the time was over} */
    static int compare(RandomGenerator random, long seconds, int mostBlocks) {
        // Kept from one computation to the next, as hashers do.
        Argon2id wide = new Argon2id(new Compression512(), 200);
        Argon2id narrow = new Argon2id(new Compression256(), 200);
        int compared = 0;
        for (long begin = System.nanoTime(); System.nanoTime() - begin < seconds * 1_000_000_000L; compared++) {
            Argon2Parameters costs = costs(random, mostBlocks);
            byte[] salt = bytes(random, 16);
            byte[] password = bytes(random, random.nextInt(300));
            byte[] expected = BouncyCastle.tag(costs, salt, password, NONE, NONE, 32);
            require(expected, wide.compute(costs, salt, password), costs, salt, password);
            require(expected, narrow.compute(costs, salt, password), costs, salt, password);
        }
        return compared;
    }

    /** {@return costs of at most that many blocks in all passes; small memories are as frequent as large ones} */
    private static Argon2Parameters costs(RandomGenerator random, int mostBlocks) {
        int lanes = random.nextInt(1, Argon2Parameters.MAX_PARALLELISM + 1);
        int least = 8 * lanes;
        double ratio = Math.max(1, Math.min(mostBlocks, Argon2Parameters.MAX_MEMORY_KIB) / (double) least);
        int memoryKib = (int) (least * Math.pow(ratio, random.nextDouble()));
        int passes = Math.clamp(mostBlocks / memoryKib, 1, Argon2Parameters.MAX_ITERATIONS);
        return new Argon2Parameters(memoryKib, random.nextInt(1, passes + 1), lanes);
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void require(byte[] expected, byte[] actual, Argon2Parameters costs, byte[] salt, byte[] password) {
        if (!Arrays.equals(expected, actual)) {
            throw new AssertionError("tags of " + costs + " disagree: salt " + Arrays.toString(salt) + ", password "
                    + Arrays.toString(password));
        }
    }
}
