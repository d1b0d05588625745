package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;

/** The encoding of how far a feed that is ordered by revisions was trimmed: format version, revision. */
final class TrimFormat {

    private static final int VERSION = 1;

    private TrimFormat() {}

    static byte[] write(long revision) {
        return new ValueWriter(VERSION).number(revision).bytes();
    }

    /** @throws TokenStoreException if the bytes are not a revision */
    static long read(byte[] bytes) {
        return ValueReader.read(
                "the place to which the change feed was trimmed",
                bytes,
                in -> in.version(VERSION).number());
    }
}
