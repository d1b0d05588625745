package dev.latchkey;

import java.time.Duration;

/**
 * Limits on a node's caches, concurrent computations, waits and events.
 *
 * <p>Immutable and thread-safe.
 */
public final class Limits {

    private static final Limits STANDARD = new Limits(
            100_000,
            100_000,
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            4,
            Duration.ofSeconds(5),
            10_000);

    private final long proofs;
    private final long records;
    private final int hashesAtOnce;
    private final int lookUpsAtOnce;
    private final Duration wait;
    private final int events;

    private Limits(long proofs, long records, int hashesAtOnce, int lookUpsAtOnce, Duration wait, int events) {
        this.proofs = atLeastOne(proofs, "cached proofs");
        this.records = atLeastOne(records, "cached records");
        this.hashesAtOnce = (int) atLeastOne(hashesAtOnce, "hashes at once");
        this.lookUpsAtOnce = (int) atLeastOne(lookUpsAtOnce, "look-ups at once");
        if (wait.isNegative()) {
            throw new IllegalArgumentException("maximum wait " + wait + " is negative");
        }
        this.wait = wait;
        this.events = (int) atLeastOne(events, "waiting events");
    }

    private static long atLeastOne(long number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(number + " " + what + "; at least 1 is needed");
        }
        return number;
    }

    /**
     * {@return 100,000 proofs, 100,000 records, hashes on half of the processors, 4 look-ups at once, waits of 5 seconds,
     * 10,000 events}
     */
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
        return new Limits(number, records, hashesAtOnce, lookUpsAtOnce, wait, events);
    }

    /**
     * {@return these limits with another maximum of cached records, if records are cached at all}
     *
     * <p>Default: 100,000, about 40 MB of small ones. An evicted record is read again. If uses are recorded, this is also
     * the maximum of tokens whose uses are not written yet.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits records(long number) {
        return new Limits(proofs, number, hashesAtOnce, lookUpsAtOnce, wait, events);
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
        return new Limits(proofs, records, number, lookUpsAtOnce, wait, events);
    }

    /**
     * {@return these limits with another maximum of concurrent look-ups in the store, if records are cached at all}
     *
     * <p>Default: 4. Look-ups beyond it wait, and those that wait are read together, up to
     * {@value dev.latchkey.port.StoreLimits#MAX_IDS} tokens at once. A look-up takes one connection of the store. Leave
     * some of a pool for reads of the change feed, which renew the lease.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits lookUpsAtOnce(int number) {
        return new Limits(proofs, records, hashesAtOnce, number, wait, events);
    }

    /**
     * {@return these limits with another maximum wait}
     *
     * <p>Default: 5 seconds. A call that waits longer to hash a secret fails with
     * {@link dev.latchkey.token.VerifierOverloadedException}. If records are cached, a call that waits longer for its
     * turn to read a record, or for another call that reads it, fails with
     * {@link dev.latchkey.token.UnavailableException}.
     *
     * @param longest at least zero
     * @throws IllegalArgumentException if it is negative
     */
    public Limits maximumWait(Duration longest) {
        return new Limits(proofs, records, hashesAtOnce, lookUpsAtOnce, longest, events);
    }

    /**
     * {@return these limits with another maximum of events that wait for a listener}
     *
     * <p>Default: 10,000 for each listener, about 3 MB; an event with long values counts as several. Events that clients
     * cause, such as rejections, take half of it at most. While there is no room, events are dropped and counted.
     *
     * @param number at least 1
     * @throws IllegalArgumentException if it is less
     */
    public Limits events(int number) {
        return new Limits(proofs, records, hashesAtOnce, lookUpsAtOnce, wait, number);
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

    int lookUpsAtOnce() {
        return lookUpsAtOnce;
    }

    Duration maximumWait() {
        return wait;
    }

    int events() {
        return events;
    }

    /** {@return the limits} */
    @Override
    public String toString() {
        return "Limits[proofs=" + proofs + ", records=" + records + ", hashesAtOnce=" + hashesAtOnce
                + ", lookUpsAtOnce=" + lookUpsAtOnce + ", maximumWait=" + wait + ", events=" + events + "]";
    }
}
