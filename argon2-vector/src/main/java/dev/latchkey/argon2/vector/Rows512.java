package dev.latchkey.argon2.vector;

import static jdk.incubator.vector.LongVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first half of {@link Compression512}: the permutation P of all rows, four at a time. Lanes 0 to 3 of a vector are
 * words of one row, lanes 4 to 7 of the next.
 *
 * <p>Written out, and in methods of this size, because the JIT compiler keeps vectors in registers only while a method
 * stays below its limit on nodes: half a round of two vector permutations is below it, a whole block is not. A method of
 * more than 325 bytes of bytecode is not inlined into its caller, where the limit would be exceeded after all.
 */
final class Rows512 {

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_512;
    private static final long LOW_HALF = 0xFFFFFFFFL;

    /** They turn the words within each half of a vector: to the diagonals of a matrix, and back. */
    private static final VectorShuffle<Long> BY_1 = VectorShuffle.fromValues(SPECIES, 1, 2, 3, 0, 5, 6, 7, 4);

    private static final VectorShuffle<Long> BY_2 = VectorShuffle.fromValues(SPECIES, 2, 3, 0, 1, 6, 7, 4, 5);
    private static final VectorShuffle<Long> BY_3 = VectorShuffle.fromValues(SPECIES, 3, 0, 1, 2, 7, 4, 5, 6);

    private Rows512() {}

    /**
     * Adds two blocks (XOR) and mixes the verticals of the 4 x 4 matrices of four rows.
     *
     * @param memory what the blocks are in
     * @param previous where the first begins
     * @param reference where the second begins
     * @param work where the result goes
     * @param at where the rows begin in a block
     */
    static void mixVerticals(long[] memory, int previous, int reference, long[] work, int at) {
        LongVector a0 =
                fromArray(SPECIES, memory, previous + at).lanewise(XOR, fromArray(SPECIES, memory, reference + at));
        LongVector b0 = fromArray(SPECIES, memory, previous + at + 8)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 8));
        LongVector c0 = fromArray(SPECIES, memory, previous + at + 16)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 16));
        LongVector d0 = fromArray(SPECIES, memory, previous + at + 24)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 24));
        LongVector a1 = fromArray(SPECIES, memory, previous + at + 32)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 32));
        LongVector b1 = fromArray(SPECIES, memory, previous + at + 40)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 40));
        LongVector c1 = fromArray(SPECIES, memory, previous + at + 48)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 48));
        LongVector d1 = fromArray(SPECIES, memory, previous + at + 56)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 56));

        LongVector product0 = a0.and(LOW_HALF).mul(b0.and(LOW_HALF));
        LongVector product1 = a1.and(LOW_HALF).mul(b1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 32);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 32);
        product0 = c0.and(LOW_HALF).mul(d0.and(LOW_HALF));
        product1 = c1.and(LOW_HALF).mul(d1.and(LOW_HALF));
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 24);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 24);

        product0 = a0.and(LOW_HALF).mul(b0.and(LOW_HALF));
        product1 = a1.and(LOW_HALF).mul(b1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 16);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 16);
        product0 = c0.and(LOW_HALF).mul(d0.and(LOW_HALF));
        product1 = c1.and(LOW_HALF).mul(d1.and(LOW_HALF));
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 63);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 63);

        a0.intoArray(work, at);
        b0.rearrange(BY_1).intoArray(work, at + 8);
        c0.rearrange(BY_2).intoArray(work, at + 16);
        d0.rearrange(BY_3).intoArray(work, at + 24);
        a1.intoArray(work, at + 32);
        b1.rearrange(BY_1).intoArray(work, at + 40);
        c1.rearrange(BY_2).intoArray(work, at + 48);
        d1.rearrange(BY_3).intoArray(work, at + 56);
    }

    /** Mixes the diagonals of the matrices of four rows. */
    static void mixDiagonals(long[] work, int at) {
        LongVector a0 = fromArray(SPECIES, work, at);
        LongVector b0 = fromArray(SPECIES, work, at + 8);
        LongVector c0 = fromArray(SPECIES, work, at + 16);
        LongVector d0 = fromArray(SPECIES, work, at + 24);
        LongVector a1 = fromArray(SPECIES, work, at + 32);
        LongVector b1 = fromArray(SPECIES, work, at + 40);
        LongVector c1 = fromArray(SPECIES, work, at + 48);
        LongVector d1 = fromArray(SPECIES, work, at + 56);

        LongVector product0 = a0.and(LOW_HALF).mul(b0.and(LOW_HALF));
        LongVector product1 = a1.and(LOW_HALF).mul(b1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 32);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 32);
        product0 = c0.and(LOW_HALF).mul(d0.and(LOW_HALF));
        product1 = c1.and(LOW_HALF).mul(d1.and(LOW_HALF));
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 24);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 24);

        product0 = a0.and(LOW_HALF).mul(b0.and(LOW_HALF));
        product1 = a1.and(LOW_HALF).mul(b1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0).lanewise(ROR, 16);
        d1 = d1.lanewise(XOR, a1).lanewise(ROR, 16);
        product0 = c0.and(LOW_HALF).mul(d0.and(LOW_HALF));
        product1 = c1.and(LOW_HALF).mul(d1.and(LOW_HALF));
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0).lanewise(ROR, 63);
        b1 = b1.lanewise(XOR, c1).lanewise(ROR, 63);

        a0.intoArray(work, at);
        b0.rearrange(BY_3).intoArray(work, at + 8);
        c0.rearrange(BY_2).intoArray(work, at + 16);
        d0.rearrange(BY_1).intoArray(work, at + 24);
        a1.intoArray(work, at + 32);
        b1.rearrange(BY_3).intoArray(work, at + 40);
        c1.rearrange(BY_2).intoArray(work, at + 48);
        d1.rearrange(BY_1).intoArray(work, at + 56);
    }
}
