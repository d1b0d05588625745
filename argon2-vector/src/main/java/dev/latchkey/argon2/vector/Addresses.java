package dev.latchkey.argon2.vector;

import static dev.latchkey.argon2.vector.BlockCompression.BLOCK_WORDS;

import java.util.Arrays;

/**
 * The pseudo-random numbers that choose reference blocks where these must not depend on the password (RFC 9106 section
 * 3.4.1.2), for one segment at a time.
 */
final class Addresses {

    /** Argon2id, among the types of Argon2. */
    static final int TYPE_ID = 2;

    private static final int ZERO = 0;
    private static final int INPUT = BLOCK_WORDS;
    private static final int ONCE = 2 * BLOCK_WORDS;
    private static final int ADDRESSES = 3 * BLOCK_WORDS;
    private static final int COUNTER = 6;

    private final BlockCompression compression;
    private final long[] blocks = new long[4 * BLOCK_WORDS];
    private int computed;

    Addresses(BlockCompression compression) {
        this.compression = compression;
    }

    /** Begins a segment of the first pass. */
    void begin(int lane, int slice, int blocksOfAllLanes, int passes) {
        set(0, 0);
        set(1, lane);
        set(2, slice);
        set(3, blocksOfAllLanes);
        set(4, passes);
        set(5, TYPE_ID);
        computed = 0;
    }

    private void set(int word, long value) {
        blocks[INPUT + compression.index(word)] = value;
    }

    /** {@return the number for a block of the segment; they have to be asked for in ascending order} */
    long get(int inSegment) {
        int needed = inSegment / BLOCK_WORDS + 1;
        if (computed != needed) {
            computed = needed;
            set(COUNTER, needed);
            Arrays.fill(blocks, ONCE, blocks.length, 0);
            compression.compress(blocks, ZERO, INPUT, ONCE);
            compression.compress(blocks, ZERO, ONCE, ADDRESSES);
        }
        return blocks[ADDRESSES + compression.index(inSegment % BLOCK_WORDS)];
    }

    /** Overwrites the working memory. */
    void wipe() {
        Arrays.fill(blocks, 0);
    }
}
