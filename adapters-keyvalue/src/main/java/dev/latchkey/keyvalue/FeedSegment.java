package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;

/**
 * The segment of the change feed that takes entries, in the key of the feed's end. Every write that makes an entry
 * expects this value, so a segment takes none after the next one began.
 *
 * @param number its number; 1 for the first
 * @param closed whether the next entry begins another segment
 * @param origin the nonce of the position before the first entry
 */
record FeedSegment(long number, boolean closed, long origin) {

    /** The end of a numbered feed has version 1: the two cannot be mistaken for each other. */
    private static final int VERSION = 2;

    FeedSegment next() {
        return new FeedSegment(number + 1, false, origin);
    }

    FeedSegment close() {
        return new FeedSegment(number, true, origin);
    }

    byte[] bytes() {
        return new ValueWriter(VERSION)
                .number(number)
                .flag(closed)
                .number(origin)
                .bytes();
    }

    /** @throws TokenStoreException if the bytes are not a segment */
    static FeedSegment read(byte[] bytes) {
        return ValueReader.read("the end of the change feed", bytes, in -> {
            in.version(VERSION);
            return new FeedSegment(in.number(), in.flag(), in.number());
        });
    }
}
