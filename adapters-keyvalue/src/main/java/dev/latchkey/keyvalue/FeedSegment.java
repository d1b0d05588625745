package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import java.time.Duration;
import java.time.Instant;

/**
 * The segment of the change feed that takes entries, in the key of the feed's end. Every write that makes an entry
 * expects this value, so a segment takes none after the next one began.
 *
 * @param number its number; 1 for the first
 * @param begunAt when it began, by the clock of the node that began it
 * @param closed whether the next entry begins another segment
 * @param origin the nonce of the position before the first entry
 */
record FeedSegment(long number, Instant begunAt, boolean closed, long origin) {

    /** The end of a numbered feed has version 1: the two cannot be mistaken for each other. */
    private static final int VERSION = 2;

    FeedSegment next(Instant now) {
        return new FeedSegment(number + 1, now, false, origin);
    }

    /** {@return whether it began longer ago than a time; false if the clock of the node that began it is ahead} */
    boolean isOlderThan(Duration time, Instant now) {
        return begunAt.plus(time).isBefore(now);
    }

    FeedSegment close() {
        return new FeedSegment(number, begunAt, true, origin);
    }

    byte[] bytes() {
        return new ValueWriter(VERSION)
                .number(number)
                .time(begunAt)
                .flag(closed)
                .number(origin)
                .bytes();
    }

    /** @throws TokenStoreException if the bytes are not a segment */
    static FeedSegment read(byte[] bytes) {
        return ValueReader.read("the end of the change feed", bytes, in -> {
            in.version(VERSION);
            return new FeedSegment(in.number(), in.time(), in.flag(), in.number());
        });
    }
}
