package dev.latchkey.argon2.vector;

import java.util.function.Supplier;

/** The compression functions; both run in any JVM with the module, those that are wider than its vectors slowly. */
enum Compressing {
    IN_512_BITS(Compression512::new),
    IN_256_BITS(Compression256::new);

    private final Supplier<BlockCompression> newCompression;

    Compressing(Supplier<BlockCompression> newCompression) {
        this.newCompression = newCompression;
    }

    BlockCompression compression() {
        return newCompression.get();
    }

    Argon2id argon2id() {
        return new Argon2id(compression(), 0);
    }
}
