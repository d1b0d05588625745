package dev.latchkey.argon2.vector;

import static dev.latchkey.argon2.vector.BlockCompression.BLOCK_WORDS;

import dev.latchkey.argon2.Argon2Function;
import dev.latchkey.argon2.Argon2Parameters;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Argon2id, version 19 (RFC 9106), over a compression function of blocks.
 *
 * <p>Its memory is kept from one computation to the next, and wiped after each. Not thread-safe.
 */
final class Argon2id implements Argon2Function {

    private static final int VERSION = 0x13;
    private static final int TAG_LENGTH = 32;
    private static final byte[] NOTHING = {};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final BlockCompression compression;
    private final Addresses addresses;
    private final Blake2b blake2b = new Blake2b();
    private final VariableLengthHash variableLengthHash = new VariableLengthHash(blake2b);
    private final byte[] seed = new byte[Blake2b.MAX_DIGEST_LENGTH + 2 * Integer.BYTES];
    private final byte[] blockBytes = new byte[BLOCK_WORDS * Long.BYTES];
    private final long[] kept;

    /**
     * Creates an instance.
     *
     * @param compression the compression function, used by this instance only
     * @param keptBlocks how many blocks are kept between computations; a computation that needs more allocates all of
     *     its blocks
     */
    Argon2id(BlockCompression compression, int keptBlocks) {
        this.compression = compression;
        this.addresses = new Addresses(compression);
        this.kept = new long[keptBlocks * BLOCK_WORDS];
    }

    @Override
    public byte[] compute(Argon2Parameters costs, byte[] salt, byte[] password) {
        byte[] tag = new byte[TAG_LENGTH];
        compute(costs, salt, password, NOTHING, NOTHING, tag);
        return tag;
    }

    /** Fills a tag from all inputs of Argon2id, so that published test vectors use the same code. */
    void compute(
            Argon2Parameters costs, byte[] salt, byte[] password, byte[] secret, byte[] associatedData, byte[] tag) {
        Positions positions = Positions.of(costs);
        int words = positions.blocks() * BLOCK_WORDS;
        long[] memory = words <= kept.length ? kept : new long[words];
        try {
            blake2b.begin(Blake2b.MAX_DIGEST_LENGTH)
                    .update(costs.parallelism())
                    .update(tag.length)
                    .update(costs.memoryKib())
                    .update(costs.iterations())
                    .update(VERSION)
                    .update(Addresses.TYPE_ID)
                    .updateWithLength(password)
                    .updateWithLength(salt)
                    .updateWithLength(secret)
                    .updateWithLength(associatedData)
                    .finish(seed, 0);
            fill(memory, positions, costs.iterations());
            lastBlocks(memory, positions);
            variableLengthHash.hash(blockBytes, tag);
        } finally {
            // The next computation finds zeros, as the first pass expects. Five times as fast as a loop.
            MemorySegment.ofArray(memory).asSlice(0, (long) words * Long.BYTES).fill((byte) 0);
            wipe();
        }
    }

    private void fill(long[] memory, Positions positions, int passes) {
        for (int lane = 0; lane < positions.lanes(); lane++) {
            firstBlock(memory, positions, lane, 0);
            firstBlock(memory, positions, lane, 1);
        }
        for (int pass = 0; pass < passes; pass++) {
            for (int slice = 0; slice < Positions.SLICES; slice++) {
                for (int lane = 0; lane < positions.lanes(); lane++) {
                    if (pass == 0 && slice < Positions.SLICES / 2) {
                        addresses.begin(lane, slice, positions.blocks(), passes);
                        fillByAddresses(memory, positions, slice, lane);
                    } else {
                        fillByContent(memory, positions, pass, slice, lane);
                    }
                }
            }
        }
    }

    private void firstBlock(long[] memory, Positions positions, int lane, int column) {
        INTS.set(seed, Blake2b.MAX_DIGEST_LENGTH, column);
        INTS.set(seed, Blake2b.MAX_DIGEST_LENGTH + Integer.BYTES, lane);
        variableLengthHash.hash(seed, blockBytes);
        int block = (lane * positions.laneLength() + column) * BLOCK_WORDS;
        for (int word = 0; word < BLOCK_WORDS; word++) {
            memory[block + compression.index(word)] = (long) LONGS.get(blockBytes, word * Long.BYTES);
        }
    }

    /** The first half of the first pass: addresses do not depend on the password. */
    private void fillByAddresses(long[] memory, Positions positions, int slice, int lane) {
        int begin = lane * positions.laneLength() + slice * positions.segmentLength();
        for (int i = slice == 0 ? 2 : 0; i < positions.segmentLength(); i++) {
            int reference = positions.reference(0, slice, lane, i, addresses.get(i));
            int next = begin + i;
            compression.compress(memory, (next - 1) * BLOCK_WORDS, reference * BLOCK_WORDS, next * BLOCK_WORDS);
        }
    }

    private void fillByContent(long[] memory, Positions positions, int pass, int slice, int lane) {
        int firstOfLane = lane * positions.laneLength();
        int begin = firstOfLane + slice * positions.segmentLength();
        int previous = slice == 0 ? firstOfLane + positions.laneLength() - 1 : begin - 1;
        for (int i = 0; i < positions.segmentLength(); i++) {
            int reference = positions.reference(pass, slice, lane, i, memory[previous * BLOCK_WORDS]);
            int next = begin + i;
            compression.compress(memory, previous * BLOCK_WORDS, reference * BLOCK_WORDS, next * BLOCK_WORDS);
            previous = next;
        }
    }

    /** The XOR of the last blocks of all lanes, as bytes. */
    private void lastBlocks(long[] memory, Positions positions) {
        for (int word = 0; word < BLOCK_WORDS; word++) {
            long sum = 0;
            for (int lane = 1; lane <= positions.lanes(); lane++) {
                sum ^= memory[(lane * positions.laneLength() - 1) * BLOCK_WORDS + compression.index(word)];
            }
            LONGS.set(blockBytes, word * Long.BYTES, sum);
        }
    }

    private void wipe() {
        compression.wipe();
        addresses.wipe();
        blake2b.wipe();
        variableLengthHash.wipe();
        Arrays.fill(seed, (byte) 0);
        Arrays.fill(blockBytes, (byte) 0);
    }
}
