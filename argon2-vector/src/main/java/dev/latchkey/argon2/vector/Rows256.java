package dev.latchkey.argon2.vector;

import static jdk.incubator.vector.LongVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first half of {@link Compression256}: the permutation P of all rows, two at a time. A vector has four words of one
 * row.
 *
 * <p>Written out, and in methods of this size, because the JIT compiler keeps vectors in registers only while a method
 * stays below its limit on nodes: half a round of two vector permutations is below it, a whole block is not. A method of
 * more than 325 bytes of bytecode is not inlined into its caller, where the limit would be exceeded after all.
 */
final class Rows256 {

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_256;
    private static final long LOW_HALF = 0xFFFFFFFFL;

    /** They turn the words of a vector, as pairs of 32-bit words, which AVX2 can permute in one instruction. */
    private static final VectorShuffle<Integer> BY_1 =
            VectorShuffle.fromValues(IntVector.SPECIES_256, 2, 3, 4, 5, 6, 7, 0, 1);

    private static final VectorShuffle<Integer> BY_2 =
            VectorShuffle.fromValues(IntVector.SPECIES_256, 4, 5, 6, 7, 0, 1, 2, 3);
    private static final VectorShuffle<Integer> BY_3 =
            VectorShuffle.fromValues(IntVector.SPECIES_256, 6, 7, 0, 1, 2, 3, 4, 5);

    private Rows256() {}

    /**
     * Adds two blocks (XOR) and mixes the verticals of the 4 x 4 matrices of two rows.
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
        LongVector b0 = fromArray(SPECIES, memory, previous + at + 4)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 4));
        LongVector c0 = fromArray(SPECIES, memory, previous + at + 8)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 8));
        LongVector d0 = fromArray(SPECIES, memory, previous + at + 12)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 12));
        LongVector a1 = fromArray(SPECIES, memory, previous + at + 16)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 16));
        LongVector b1 = fromArray(SPECIES, memory, previous + at + 20)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 20));
        LongVector c1 = fromArray(SPECIES, memory, previous + at + 24)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 24));
        LongVector d1 = fromArray(SPECIES, memory, previous + at + 28)
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 28));

        LongVector product0 = a0.and(LOW_HALF).mul(b0.and(LOW_HALF));
        LongVector product1 = a1.and(LOW_HALF).mul(b1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0);
        d1 = d1.lanewise(XOR, a1);
        LongVector shifted0 = d0.lanewise(LSHR, 32);
        LongVector shifted1 = d1.lanewise(LSHR, 32);
        d0 = d0.lanewise(LSHL, 32).or(shifted0);
        d1 = d1.lanewise(LSHL, 32).or(shifted1);
        product0 = c0.and(LOW_HALF).mul(shifted0);
        product1 = c1.and(LOW_HALF).mul(shifted1);
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0);
        b1 = b1.lanewise(XOR, c1);

        shifted0 = b0.lanewise(LSHR, 24);
        shifted1 = b1.lanewise(LSHR, 24);
        b0 = b0.lanewise(LSHL, 40).or(shifted0);
        b1 = b1.lanewise(LSHL, 40).or(shifted1);

        product0 = a0.and(LOW_HALF).mul(shifted0.and(LOW_HALF));
        product1 = a1.and(LOW_HALF).mul(shifted1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0);
        d1 = d1.lanewise(XOR, a1);
        shifted0 = d0.lanewise(LSHR, 16);
        shifted1 = d1.lanewise(LSHR, 16);
        d0 = d0.lanewise(LSHL, 48).or(shifted0);
        d1 = d1.lanewise(LSHL, 48).or(shifted1);
        product0 = c0.and(LOW_HALF).mul(shifted0.and(LOW_HALF));
        product1 = c1.and(LOW_HALF).mul(shifted1.and(LOW_HALF));
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0);
        b1 = b1.lanewise(XOR, c1);

        b0 = b0.add(b0).or(b0.lanewise(LSHR, 63));
        b1 = b1.add(b1).or(b1.lanewise(LSHR, 63));

        a0.intoArray(work, at);
        b0.reinterpretAsInts().rearrange(BY_1).reinterpretAsLongs().intoArray(work, at + 4);
        c0.reinterpretAsInts().rearrange(BY_2).reinterpretAsLongs().intoArray(work, at + 8);
        d0.reinterpretAsInts().rearrange(BY_3).reinterpretAsLongs().intoArray(work, at + 12);
        a1.intoArray(work, at + 16);
        b1.reinterpretAsInts().rearrange(BY_1).reinterpretAsLongs().intoArray(work, at + 20);
        c1.reinterpretAsInts().rearrange(BY_2).reinterpretAsLongs().intoArray(work, at + 24);
        d1.reinterpretAsInts().rearrange(BY_3).reinterpretAsLongs().intoArray(work, at + 28);
    }

    /** Mixes the diagonals of the matrices of two rows. */
    static void mixDiagonals(long[] work, int at) {
        LongVector a0 = fromArray(SPECIES, work, at);
        LongVector b0 = fromArray(SPECIES, work, at + 4);
        LongVector c0 = fromArray(SPECIES, work, at + 8);
        LongVector d0 = fromArray(SPECIES, work, at + 12);
        LongVector a1 = fromArray(SPECIES, work, at + 16);
        LongVector b1 = fromArray(SPECIES, work, at + 20);
        LongVector c1 = fromArray(SPECIES, work, at + 24);
        LongVector d1 = fromArray(SPECIES, work, at + 28);

        LongVector product0 = a0.and(LOW_HALF).mul(b0.and(LOW_HALF));
        LongVector product1 = a1.and(LOW_HALF).mul(b1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0);
        d1 = d1.lanewise(XOR, a1);
        LongVector shifted0 = d0.lanewise(LSHR, 32);
        LongVector shifted1 = d1.lanewise(LSHR, 32);
        d0 = d0.lanewise(LSHL, 32).or(shifted0);
        d1 = d1.lanewise(LSHL, 32).or(shifted1);
        product0 = c0.and(LOW_HALF).mul(shifted0);
        product1 = c1.and(LOW_HALF).mul(shifted1);
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0);
        b1 = b1.lanewise(XOR, c1);

        shifted0 = b0.lanewise(LSHR, 24);
        shifted1 = b1.lanewise(LSHR, 24);
        b0 = b0.lanewise(LSHL, 40).or(shifted0);
        b1 = b1.lanewise(LSHL, 40).or(shifted1);

        product0 = a0.and(LOW_HALF).mul(shifted0.and(LOW_HALF));
        product1 = a1.and(LOW_HALF).mul(shifted1.and(LOW_HALF));
        a0 = a0.add(b0).add(product0).add(product0);
        a1 = a1.add(b1).add(product1).add(product1);
        d0 = d0.lanewise(XOR, a0);
        d1 = d1.lanewise(XOR, a1);
        shifted0 = d0.lanewise(LSHR, 16);
        shifted1 = d1.lanewise(LSHR, 16);
        d0 = d0.lanewise(LSHL, 48).or(shifted0);
        d1 = d1.lanewise(LSHL, 48).or(shifted1);
        product0 = c0.and(LOW_HALF).mul(shifted0.and(LOW_HALF));
        product1 = c1.and(LOW_HALF).mul(shifted1.and(LOW_HALF));
        c0 = c0.add(d0).add(product0).add(product0);
        c1 = c1.add(d1).add(product1).add(product1);
        b0 = b0.lanewise(XOR, c0);
        b1 = b1.lanewise(XOR, c1);

        b0 = b0.add(b0).or(b0.lanewise(LSHR, 63));
        b1 = b1.add(b1).or(b1.lanewise(LSHR, 63));

        a0.intoArray(work, at);
        b0.reinterpretAsInts().rearrange(BY_3).reinterpretAsLongs().intoArray(work, at + 4);
        c0.reinterpretAsInts().rearrange(BY_2).reinterpretAsLongs().intoArray(work, at + 8);
        d0.reinterpretAsInts().rearrange(BY_1).reinterpretAsLongs().intoArray(work, at + 12);
        a1.intoArray(work, at + 16);
        b1.reinterpretAsInts().rearrange(BY_3).reinterpretAsLongs().intoArray(work, at + 20);
        c1.reinterpretAsInts().rearrange(BY_2).reinterpretAsLongs().intoArray(work, at + 24);
        d1.reinterpretAsInts().rearrange(BY_1).reinterpretAsLongs().intoArray(work, at + 28);
    }
}
