package dev.latchkey.argon2;

import java.util.ArrayDeque;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;

/**
 * The memory of one computation, kept for the next: blocks of 1 KiB.
 *
 * <p>Allocating tens of megabytes for each computation can cost more in garbage collection than the computation itself.
 * The generator wipes a block before it returns it to this pool. Not thread-safe: one computation at a time.
 */
class Argon2Memory implements Argon2Function, Argon2BytesGenerator.BlockPool {

    private final ArrayDeque<Block> blocks;
    private final int capacity;

    /** @param capacity how many blocks are kept between computations; additional blocks are dropped */
    Argon2Memory(int capacity) {
        this.blocks = new ArrayDeque<>(capacity);
        this.capacity = capacity;
    }

    @Override
    public byte[] compute(Argon2Parameters costs, byte[] salt, byte[] password) {
        return compute(
                new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
                        .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(costs.memoryKib())
                        .withIterations(costs.iterations())
                        .withParallelism(costs.parallelism())
                        .withSalt(salt),
                password);
    }

    /** {@return the tag of a password under any inputs, so that published test vectors run through the same code} */
    byte[] compute(org.bouncycastle.crypto.params.Argon2Parameters.Builder inputs, byte[] password) {
        byte[] tag = new byte[PhcString.TAG_LENGTH];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(inputs.withBlockPool(this).build());
        generator.generateBytes(password, tag);
        return tag;
    }

    /** {@return how many blocks are kept now} */
    int size() {
        return blocks.size();
    }

    @Override
    public Block allocate() {
        Block kept = blocks.pollLast();
        return kept != null ? kept : new Block();
    }

    @Override
    public void deallocate(Block block) {
        if (blocks.size() < capacity) {
            blocks.addLast(block);
        }
    }
}
