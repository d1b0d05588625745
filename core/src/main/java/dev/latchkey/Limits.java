package dev.latchkey;

import java.time.Duration;

/**
 * How much a node keeps in memory, computes at once, and waits for.
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
     * {@return these limits with another number of proven secrets that are remembered}
     *
     * <p>Default: 100,000, about 20 MB. A token beyond that is hashed again when it comes back.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits proofs(long number) {
        return new Limits(number, records, hashesAtOnce, wait);
    }

    /**
     * {@return these limits with another number of records that are cached, where records are cached at all}
     *
     * <p>Default: 100,000, about 40 MB of small ones. A record beyond that is read again.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits records(long number) {
        return new Limits(proofs, number, hashesAtOnce, wait);
    }

    /**
     * {@return these limits with another number of presented secrets that are hashed at once}
     *
     * <p>Default: half of the processors, but at least one. It is a ceiling: together they never take more memory than an
     * eighth of the heap, counted by what each stored hash takes. The secrets of new tokens are hashed one at a time
     * besides, within the same memory, so that a flood of verifications does not stop issuing.
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
     * <p>Default: 5 seconds. It is how long a call waits for its turn to hash before it fails with
     * {@link dev.latchkey.token.VerifierOverloadedException}, and, where records are cached, how long it waits for a record
     * that another call is reading before it fails with {@link dev.latchkey.token.UnavailableException}.
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
