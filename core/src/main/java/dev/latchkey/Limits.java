package dev.latchkey;

import java.time.Duration;

/**
 * Limits on a node's caches, concurrent computations and waits.
 *
 * <p>Immutable and thread-safe.
 */
public final class Limits {

    private static final Limits STANDARD = new Limits(
            100_000, 100_000, Math.max(1, Runtime.getRuntime().availableProcessors() / 2), Duration.ofSeconds(5));

    private final long proofs;
    private final long records;
    private final int hashesAtOnce;
    private final Duration wait;

    private Limits(long proofs, long records, int hashesAtOnce, Duration wait) {
        this.proofs = atLeastOne(proofs, "cached proofs");
        this.records = atLeastOne(records, "cached records");
        this.hashesAtOnce = (int) atLeastOne(hashesAtOnce, "hashes at once");
        if (wait.isNegative()) {
            throw new IllegalArgumentException("maximum wait " + wait + " is negative");
        }
        this.wait = wait;
    }

    private static long atLeastOne(long number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(number + " " + what + "; at least 1 is needed");
        }
        return number;
    }

    /** {@return 100,000 proofs, 100,000 records, hashes on half of the processors, waits of 5 seconds} */
    public static Limits standard() {
        return STANDARD;
    }

    /**
     * {@return these limits with another maximum of cached proofs}
     *
     * <p>Default: 100,000, about 20 MB. The secret of an evicted token is hashed again at its next verification.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits proofs(long number) {
        return new Limits(number, records, hashesAtOnce, wait);
    }

    /**
     * {@return these limits with another maximum of cached records, if records are cached at all}
     *
     * <p>Default: 100,000, about 40 MB of small ones. An evicted record is read again.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits records(long number) {
        return new Limits(proofs, number, hashesAtOnce, wait);
    }

    /**
     * {@return these limits with another maximum of presented secrets that are hashed concurrently}
     *
     * <p>Default: half of the processors, but at least one. In addition, together they never take more memory than an
     * eighth of the heap, according to the parameters of each stored hash. The secrets of new tokens are hashed
     * separately, one at a time, within the same memory, so that a flood of verifications does not stop issuing.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits hashesAtOnce(int number) {
        return new Limits(proofs, records, number, wait);
    }

    /**
     * {@return these limits with another maximum wait}
     *
     * <p>Default: 5 seconds. A call that waits longer to hash a secret fails with
     * {@link dev.latchkey.token.VerifierOverloadedException}. If records are cached, a call that waits longer for a
     * record that another call is reading fails with {@link dev.latchkey.token.UnavailableException}.
     *
     * @param longest at least zero
     * @throws IllegalArgumentException if it is negative
     */
    public Limits maximumWait(Duration longest) {
        return new Limits(proofs, records, hashesAtOnce, longest);
    }

    long proofs() {
        return proofs;
    }

    long records() {
        return records;
    }

    int hashesAtOnce() {
        return hashesAtOnce;
    }

    Duration maximumWait() {
        return wait;
    }

    /** {@return the four limits} */
    @Override
    public String toString() {
        return "Limits[proofs=" + proofs + ", records=" + records + ", hashesAtOnce=" + hashesAtOnce + ", maximumWait="
                + wait + "]";
    }
}
