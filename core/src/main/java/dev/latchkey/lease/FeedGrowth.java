package dev.latchkey.lease;

import dev.latchkey.port.FeedPosition;
import org.jspecify.annotations.Nullable;

/**
 * Determines from the ends of the feed that were read since when the database is known to take writes.
 *
 * <p>An entry is made after its predecessor became visible, because feeds are in commit order. So a new entry shows that
 * the database took a write after the last query that did not show that entry's predecessor. The time at which the new
 * entry itself became visible shows less: a primary that was replaced while it stood still may show, when it continues,
 * an entry that its standby had acknowledged before.
 *
 * <p>Used by one thread.
 */
final class FeedGrowth {

    private @Nullable FeedPosition end;
    private LeaseClock.Stamp firstShown = new LeaseClock.Stamp(0, 0);
    private LeaseClock.Stamp last = firstShown;

    /** The last query that did not show the entry at the end; null if it is unknown. */
    private LeaseClock.@Nullable Stamp withoutEnd;

    private LeaseClock.@Nullable Stamp growingSince;

    /**
     * Takes the result of a query that reached the end of the feed.
     *
     * @param before a moment before the query
     * @param shown where the feed ended
     * @param gap whether the feed may be another one than before, so that nothing is known of it
     * @return a moment after which the database took a write; null if it is not known to have taken one
     */
    LeaseClock.@Nullable Stamp at(LeaseClock.Stamp before, FeedPosition shown, boolean gap) {
        if (gap || end == null) {
            growingSince = null;
            withoutEnd = null;
            firstShown = before;
        } else if (!shown.equals(end)) {
            growingSince = withoutEnd;
            withoutEnd = last;
            firstShown = before;
        }
        end = shown;
        last = before;
        return growingSince;
    }

    /** {@return how long the feed had not grown when the last query began, in nanoseconds} */
    long quietNanos() {
        return last.nanos() - firstShown.nanos();
    }
}
