package dev.latchkey.argon2.vector;

/**
 * The compression function G of Argon2 (RFC 9106 section 3.5), over blocks of {@value #BLOCK_WORDS} words in one array.
 *
 * <p>Each implementation has its own order of the words in a block; word 0 is always the first. Not thread-safe: each
 * instance has working memory of its own.
 */
interface BlockCompression {

    /** The 64-bit words of a block of 1 KiB. */
    int BLOCK_WORDS = 128;

    /**
     * {@return where a word is, from the first of its block}
     *
     * @param word its index in RFC 9106's order, 0 to 127
     */
    int index(int word);

    /**
     * Adds (XOR) the compression of two blocks to a third one.
     *
     * <p>All passes but the first do this; in the first, the third block is still zero.
     *
     * @param memory the array of the blocks
     * @param previous where the first begins
     * @param reference where the second begins
     * @param next where the third begins; not one of the two
     */
    void compress(long[] memory, int previous, int reference, int next);

    /** Overwrites the working memory. */
    void wipe();
}
