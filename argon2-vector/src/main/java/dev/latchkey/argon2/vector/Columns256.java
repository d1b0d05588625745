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
 * The second half of {@link Compression256}: the permutation P of all columns, two at a time. A vector has two words of one
 * column and two of the next, so a column's four words are in two vectors, and what turns them goes through both.
 *
 * <p>Written out, and in methods of this size, because the JIT compiler keeps vectors in registers only while a method
 * stays below its limit on nodes: half a round of two vector permutations is below it, a whole block is not. A method of
 * more than 325 bytes of bytecode is not inlined into its caller, where the limit would be exceeded after all.
 */
final class Columns256 {

    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_256;
    private static final long LOW_HALF = 0xFFFFFFFFL;

    /** It swaps the words of each column, as pairs of 32-bit words, which AVX2 can permute in one instruction. */
    private static final VectorShuffle<Integer> SWAP =
            VectorShuffle.fromValues(IntVector.SPECIES_256, 2, 3, 0, 1, 6, 7, 4, 5);

    /** The first word of each column. */
    private static final long[] FIRST = {-1, 0, -1, 0};

    private Columns256() {}

    /** Mixes the verticals of the matrices of two columns. */
    static void mixVerticals(long[] work, int at) {
        LongVector a0 = fromArray(SPECIES, work, at);
        LongVector b0 = fromArray(SPECIES, work, at + 32);
        LongVector c0 = fromArray(SPECIES, work, at + 64);
        LongVector d0 = fromArray(SPECIES, work, at + 96);
        LongVector a1 = fromArray(SPECIES, work, at + 16);
        LongVector b1 = fromArray(SPECIES, work, at + 48);
        LongVector c1 = fromArray(SPECIES, work, at + 80);
        LongVector d1 = fromArray(SPECIES, work, at + 112);

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

        LongVector first = fromArray(SPECIES, FIRST, 0);
        LongVector bExchanged = b0.lanewise(XOR, b1).and(first);
        LongVector dExchanged = d0.lanewise(XOR, d1).and(first);
        a0.intoArray(work, at);
        a1.intoArray(work, at + 16);
        b0.lanewise(XOR, bExchanged)
                .reinterpretAsInts()
                .rearrange(SWAP)
                .reinterpretAsLongs()
                .intoArray(work, at + 32);
        b1.lanewise(XOR, bExchanged)
                .reinterpretAsInts()
                .rearrange(SWAP)
                .reinterpretAsLongs()
                .intoArray(work, at + 48);
        c1.intoArray(work, at + 64);
        c0.intoArray(work, at + 80);
        d1.lanewise(XOR, dExchanged)
                .reinterpretAsInts()
                .rearrange(SWAP)
                .reinterpretAsLongs()
                .intoArray(work, at + 96);
        d0.lanewise(XOR, dExchanged)
                .reinterpretAsInts()
                .rearrange(SWAP)
                .reinterpretAsLongs()
                .intoArray(work, at + 112);
    }

    /**
     * Mixes the diagonals of the matrices of two columns, and adds the two blocks and what is in the third to the result.
     *
     * @param work where the words are
     * @param memory what the blocks are in
     * @param previous where the first begins
     * @param reference where the second begins
     * @param next where the third begins, and the result goes
     * @param at where the columns begin in a row
     */
    static void mixDiagonals(long[] work, long[] memory, int previous, int reference, int next, int at) {
        LongVector a0 = fromArray(SPECIES, work, at);
        LongVector b0 = fromArray(SPECIES, work, at + 32);
        LongVector c0 = fromArray(SPECIES, work, at + 64);
        LongVector d0 = fromArray(SPECIES, work, at + 96);
        LongVector a1 = fromArray(SPECIES, work, at + 16);
        LongVector b1 = fromArray(SPECIES, work, at + 48);
        LongVector c1 = fromArray(SPECIES, work, at + 80);
        LongVector d1 = fromArray(SPECIES, work, at + 112);

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

        b0 = b0.reinterpretAsInts().rearrange(SWAP).reinterpretAsLongs();
        b1 = b1.reinterpretAsInts().rearrange(SWAP).reinterpretAsLongs();
        d0 = d0.reinterpretAsInts().rearrange(SWAP).reinterpretAsLongs();
        d1 = d1.reinterpretAsInts().rearrange(SWAP).reinterpretAsLongs();
        LongVector first = fromArray(SPECIES, FIRST, 0);
        LongVector bExchanged = b0.lanewise(XOR, b1).and(first);
        LongVector dExchanged = d0.lanewise(XOR, d1).and(first);
        a0.lanewise(XOR, fromArray(SPECIES, memory, previous + at))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at))
                .intoArray(memory, next + at);
        a1.lanewise(XOR, fromArray(SPECIES, memory, previous + at + 16))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 16))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at + 16))
                .intoArray(memory, next + at + 16);
        b0.lanewise(XOR, bExchanged)
                .lanewise(XOR, fromArray(SPECIES, memory, previous + at + 32))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 32))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at + 32))
                .intoArray(memory, next + at + 32);
        b1.lanewise(XOR, bExchanged)
                .lanewise(XOR, fromArray(SPECIES, memory, previous + at + 48))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 48))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at + 48))
                .intoArray(memory, next + at + 48);
        c1.lanewise(XOR, fromArray(SPECIES, memory, previous + at + 64))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 64))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at + 64))
                .intoArray(memory, next + at + 64);
        c0.lanewise(XOR, fromArray(SPECIES, memory, previous + at + 80))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 80))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at + 80))
                .intoArray(memory, next + at + 80);
        d1.lanewise(XOR, dExchanged)
                .lanewise(XOR, fromArray(SPECIES, memory, previous + at + 96))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 96))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at + 96))
                .intoArray(memory, next + at + 96);
        d0.lanewise(XOR, dExchanged)
                .lanewise(XOR, fromArray(SPECIES, memory, previous + at + 112))
                .lanewise(XOR, fromArray(SPECIES, memory, reference + at + 112))
                .lanewise(XOR, fromArray(SPECIES, memory, next + at + 112))
                .intoArray(memory, next + at + 112);
    }
}
