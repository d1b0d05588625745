package dev.latchkey.argon2.vector;

import java.util.Arrays;

/**
 * The compression function in vectors of 512 bits: the permutation P (RFC 9106 section 3.6) of two rows or columns at
 * once.
 *
 * <p>Rows are kept in pairs: four words of the one, four of the other, and so on. A vector then has four words of each of
 * two rows, and two times two words of each of two columns, so that both the rows and the columns are turned within one
 * vector.
 */
final class Compression512 implements BlockCompression {

    private final long[] work = new long[BLOCK_WORDS];

    @Override
    public int index(int word) {
        int row = word >>> 4;
        int column = word & 15;
        return (row >>> 1) * 32 + (column >>> 2) * 8 + (row & 1) * 4 + (column & 3);
    }

    @Override
    public void compress(long[] memory, int previous, int reference, int next) {
        Rows512.mixVerticals(memory, previous, reference, work, 0);
        Rows512.mixVerticals(memory, previous, reference, work, 64);
        Rows512.mixDiagonals(work, 0);
        Rows512.mixDiagonals(work, 64);
        Columns512.mixVerticals(work, 0);
        Columns512.mixVerticals(work, 16);
        Columns512.mixDiagonals(work, memory, previous, reference, next, 0);
        Columns512.mixDiagonals(work, memory, previous, reference, next, 16);
    }

    @Override
    public void wipe() {
        Arrays.fill(work, 0);
    }
}
