package dev.latchkey.argon2.vector;

import java.util.Arrays;

/**
 * The compression function in vectors of 256 bits, for processors without AVX-512: the permutation P (RFC 9106 section
 * 3.6) of one row, or of two columns in two vectors.
 */
final class Compression256 implements BlockCompression {

    private static final int ROW = 16;
    private static final int VECTOR = 4;

    private final long[] work = new long[BLOCK_WORDS];

    @Override
    public int index(int word) {
        return word;
    }

    @Override
    public void compress(long[] memory, int previous, int reference, int next) {
        for (int rows = 0; rows < BLOCK_WORDS; rows += 2 * ROW) {
            Rows256.mixVerticals(memory, previous, reference, work, rows);
        }
        for (int rows = 0; rows < BLOCK_WORDS; rows += 2 * ROW) {
            Rows256.mixDiagonals(work, rows);
        }
        for (int columns = 0; columns < ROW; columns += VECTOR) {
            Columns256.mixVerticals(work, columns);
        }
        for (int columns = 0; columns < ROW; columns += VECTOR) {
            Columns256.mixDiagonals(work, memory, previous, reference, next, columns);
        }
    }

    @Override
    public void wipe() {
        Arrays.fill(work, 0);
    }
}
