package dev.latchkey.argon2.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The hash function BLAKE2b without a key (RFC 7693), which Argon2 uses at its beginning and end.
 *
 * <p>One instance computes any number of hashes one after the other and allocates nothing for them. Not thread-safe.
 */
final class Blake2b {

    /** The longest digest, in bytes. */
    static final int MAX_DIGEST_LENGTH = 64;

    private static final int BLOCK_LENGTH = 128;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long[] IV = {
        0x6a09e667f3bcc908L,
        0xbb67ae8584caa73bL,
        0x3c6ef372fe94f82bL,
        0xa54ff53a5f1d36f1L,
        0x510e527fade682d1L,
        0x9b05688c2b3e6c1fL,
        0x1f83d9abfb41bd6bL,
        0x5be0cd19137e2179L
    };

    private static final byte[][] SIGMA = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
        {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
        {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
        {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
        {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
        {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
        {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
        {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
        {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3}
    };

    private final long[] chain = new long[8];
    private final long[] message = new long[16];
    private final byte[] buffer = new byte[BLOCK_LENGTH];
    private final byte[] word = new byte[Integer.BYTES];
    private int buffered;
    private long length;
    private int digestLength;

    /**
     * Begins a hash.
     *
     * @param bytes the length of its digest, 1 to {@value #MAX_DIGEST_LENGTH}
     */
    Blake2b begin(int bytes) {
        digestLength = bytes;
        System.arraycopy(IV, 0, chain, 0, chain.length);
        chain[0] ^= 0x01010000L ^ bytes;
        buffered = 0;
        length = 0;
        return this;
    }

    /** Adds a number of 32 bits, least significant byte first. */
    Blake2b update(int number) {
        INTS.set(word, 0, number);
        return update(word, 0, Integer.BYTES);
    }

    /** Adds an array, with its length before it. */
    Blake2b updateWithLength(byte[] bytes) {
        return update(bytes.length).update(bytes, 0, bytes.length);
    }

    Blake2b update(byte[] bytes, int from, int count) {
        int at = from;
        int rest = count;
        while (rest > 0) {
            // The last block is compressed by finish(), even if it is full.
            if (buffered == BLOCK_LENGTH) {
                length += BLOCK_LENGTH;
                compress(0);
                buffered = 0;
            }
            int taken = Math.min(rest, BLOCK_LENGTH - buffered);
            System.arraycopy(bytes, at, buffer, buffered, taken);
            buffered += taken;
            at += taken;
            rest -= taken;
        }
        return this;
    }

    /** Ends a hash and writes its digest. */
    void finish(byte[] digest, int at) {
        length += buffered;
        Arrays.fill(buffer, buffered, BLOCK_LENGTH, (byte) 0);
        compress(-1);
        for (int i = 0; i < digestLength; i++) {
            digest[at + i] = (byte) (chain[i >>> 3] >>> (8 * (i & 7)));
        }
    }

    private void compress(long lastBlock) {
        long[] m = message;
        for (int i = 0; i < m.length; i++) {
            m[i] = (long) LONGS.get(buffer, i * Long.BYTES);
        }
        long v0 = chain[0];
        long v1 = chain[1];
        long v2 = chain[2];
        long v3 = chain[3];
        long v4 = chain[4];
        long v5 = chain[5];
        long v6 = chain[6];
        long v7 = chain[7];
        long v8 = IV[0];
        long v9 = IV[1];
        long v10 = IV[2];
        long v11 = IV[3];
        long v12 = IV[4] ^ length;
        long v13 = IV[5];
        long v14 = IV[6] ^ lastBlock;
        long v15 = IV[7];
        for (byte[] order : SIGMA) {
            v0 += v4 + m[order[0]];
            v12 = Long.rotateRight(v12 ^ v0, 32);
            v8 += v12;
            v4 = Long.rotateRight(v4 ^ v8, 24);
            v0 += v4 + m[order[1]];
            v12 = Long.rotateRight(v12 ^ v0, 16);
            v8 += v12;
            v4 = Long.rotateRight(v4 ^ v8, 63);
            v1 += v5 + m[order[2]];
            v13 = Long.rotateRight(v13 ^ v1, 32);
            v9 += v13;
            v5 = Long.rotateRight(v5 ^ v9, 24);
            v1 += v5 + m[order[3]];
            v13 = Long.rotateRight(v13 ^ v1, 16);
            v9 += v13;
            v5 = Long.rotateRight(v5 ^ v9, 63);
            v2 += v6 + m[order[4]];
            v14 = Long.rotateRight(v14 ^ v2, 32);
            v10 += v14;
            v6 = Long.rotateRight(v6 ^ v10, 24);
            v2 += v6 + m[order[5]];
            v14 = Long.rotateRight(v14 ^ v2, 16);
            v10 += v14;
            v6 = Long.rotateRight(v6 ^ v10, 63);
            v3 += v7 + m[order[6]];
            v15 = Long.rotateRight(v15 ^ v3, 32);
            v11 += v15;
            v7 = Long.rotateRight(v7 ^ v11, 24);
            v3 += v7 + m[order[7]];
            v15 = Long.rotateRight(v15 ^ v3, 16);
            v11 += v15;
            v7 = Long.rotateRight(v7 ^ v11, 63);
            v0 += v5 + m[order[8]];
            v15 = Long.rotateRight(v15 ^ v0, 32);
            v10 += v15;
            v5 = Long.rotateRight(v5 ^ v10, 24);
            v0 += v5 + m[order[9]];
            v15 = Long.rotateRight(v15 ^ v0, 16);
            v10 += v15;
            v5 = Long.rotateRight(v5 ^ v10, 63);
            v1 += v6 + m[order[10]];
            v12 = Long.rotateRight(v12 ^ v1, 32);
            v11 += v12;
            v6 = Long.rotateRight(v6 ^ v11, 24);
            v1 += v6 + m[order[11]];
            v12 = Long.rotateRight(v12 ^ v1, 16);
            v11 += v12;
            v6 = Long.rotateRight(v6 ^ v11, 63);
            v2 += v7 + m[order[12]];
            v13 = Long.rotateRight(v13 ^ v2, 32);
            v8 += v13;
            v7 = Long.rotateRight(v7 ^ v8, 24);
            v2 += v7 + m[order[13]];
            v13 = Long.rotateRight(v13 ^ v2, 16);
            v8 += v13;
            v7 = Long.rotateRight(v7 ^ v8, 63);
            v3 += v4 + m[order[14]];
            v14 = Long.rotateRight(v14 ^ v3, 32);
            v9 += v14;
            v4 = Long.rotateRight(v4 ^ v9, 24);
            v3 += v4 + m[order[15]];
            v14 = Long.rotateRight(v14 ^ v3, 16);
            v9 += v14;
            v4 = Long.rotateRight(v4 ^ v9, 63);
        }
        chain[0] ^= v0 ^ v8;
        chain[1] ^= v1 ^ v9;
        chain[2] ^= v2 ^ v10;
        chain[3] ^= v3 ^ v11;
        chain[4] ^= v4 ^ v12;
        chain[5] ^= v5 ^ v13;
        chain[6] ^= v6 ^ v14;
        chain[7] ^= v7 ^ v15;
    }

    /** Wipes the working memory. */
    void wipe() {
        Arrays.fill(chain, 0);
        Arrays.fill(message, 0);
        Arrays.fill(buffer, (byte) 0);
        Arrays.fill(word, (byte) 0);
    }
}
