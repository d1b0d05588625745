package dev.latchkey.keyvalue;

import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;

/**
 * The end and the beginning of the change feed.
 *
 * @param position the last entry; number 0 before the first
 * @param origin the nonce of the position before the first entry
 */
record FeedEnd(NumberedPosition position, long origin) {

    private static final int VERSION = 1;

    static FeedEnd first(long origin) {
        return new FeedEnd(new NumberedPosition(0, origin), origin);
    }

    NumberedPosition next(long nonce) {
        return new NumberedPosition(position.sequence() + 1, nonce);
    }

    boolean isOrigin(NumberedPosition other) {
        return other.sequence() == 0 && other.nonce() == origin;
    }

    byte[] bytes() {
        return new ValueWriter(VERSION)
                .number(position.sequence())
                .number(position.nonce())
                .number(origin)
                .bytes();
    }

    /** @throws TokenStoreException if the bytes are not the end of a feed */
    static FeedEnd read(byte[] bytes) {
        return ValueReader.read("the end of the change feed", bytes, in -> {
            in.version(VERSION);
            return new FeedEnd(new NumberedPosition(in.number(), in.number()), in.number());
        });
    }
}
