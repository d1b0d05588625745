package dev.latchkey.benchmarks;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** The reference implementation in C, from Debian's {@code libargon2-1}. */
final class LibArgon2 {

    private LibArgon2() {}

    /** The part of {@code argon2.h} that is used. */
    public interface Functions extends Library {
        /**
         * {@return 0 on success}
         *
         * @param passes passes over the memory
         * @param memoryKib memory in KiB
         * @param lanes lanes, and threads
         * @param password what is hashed
         * @param passwordLength its length in bytes
         * @param salt the salt
         * @param saltLength its length in bytes
         * @param tag where the hash is written to
         * @param tagLength its length in bytes
         */
        int argon2id_hash_raw(
                int passes,
                int memoryKib,
                int lanes,
                byte[] password,
                long passwordLength,
                byte[] salt,
                long saltLength,
                byte[] tag,
                long tagLength);
    }

    static Functions load() {
        try {
            return Native.load("argon2", Functions.class);
        } catch (UnsatisfiedLinkError e) {
            return Native.load("libargon2.so.1", Functions.class);
        }
    }
}
