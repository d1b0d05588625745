package dev.latchkey.argon2.vector;

/** The compression functions; both run in any JVM with the module, those that are wider than its vectors slowly. */
enum Compressing {
    IN_512_BITS,
    IN_256_BITS;

    BlockCompression compression() {
        return this == IN_512_BITS ? new Compression512() : new Compression256();
    }

    Argon2id argon2id() {
        return new Argon2id(compression(), 0);
    }
}
