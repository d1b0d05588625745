package dev.latchkey;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a token is replaced by another one ({@link Tokens#rotate}): how long both work, and under which request key.
 *
 * <p>Immutable and thread-safe.
 */
public final class Rotation {

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(366);

    private final Duration overlap;
    private final boolean endingAtFirstUse;
    private final @Nullable String requestKey;

    private Rotation(Duration overlap, boolean endingAtFirstUse, @Nullable String requestKey) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw new IllegalArgumentException("overlap " + overlap + " is not between zero and 366 days");
        }
        this.overlap = overlap;
        this.endingAtFirstUse = endingAtFirstUse;
        this.requestKey = requestKey;
    }

    /**
     * {@return a rotation after which the old token works for the overlap, never beyond its own expiry}
     *
     * @param overlap zero, for not at all, to 366 days
     * @throws IllegalArgumentException if it is out of that range
     */
    public static Rotation overlapping(Duration overlap) {
        return new Rotation(overlap, false, null);
    }

    /**
     * {@return this rotation, ending the old token when the new one is first verified, if that is before the overlap
     * ends}
     *
     * <p>The first verification of the new token ends the old one by a write. If that write fails, later verifications
     * retry it, and the overlap ends the old token in any case.
     */
    public Rotation endingAtFirstUse() {
        return new Rotation(overlap, true, requestKey);
    }

    /**
     * {@return this rotation under a request key, so that a call whose answer was lost can be repeated; see
     * {@link TokenIssuer#issueOnce}}
     *
     * @param key the caller's key: 1 to 255 characters of printable ASCII, unique for the owner
     */
    public Rotation requestedAs(String key) {
        return new Rotation(overlap, endingAtFirstUse, key);
    }

    Duration overlap() {
        return overlap;
    }

    boolean endsAtFirstUse() {
        return endingAtFirstUse;
    }

    @Nullable String requestKey() {
        return requestKey;
    }

    /** {@return the overlap and how it ends} */
    @Override
    public String toString() {
        return "Rotation[overlap=" + overlap + (endingAtFirstUse ? ", ending at first use" : "") + "]";
    }
}
