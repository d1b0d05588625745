package dev.latchkey.argon2.vector;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.latchkey.argon2.Argon2Function;
import dev.latchkey.argon2.Argon2Parameters;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The reference implementation in C; Debian's {@code libargon2-1} is the scalar one ({@code ref.c}). */
@SuppressWarnings("restricted") // calling C is what it is for
final class LibArgon2 implements Argon2Function {

    private final MethodHandle hash;

    /**
     * Loads it.
     *
     * @throws IllegalArgumentException if it is not installed
     */
    LibArgon2() {
        SymbolLookup library = SymbolLookup.libraryLookup("libargon2.so.1", Arena.global());
        this.hash = Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow("argon2id_hash_raw"),
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
                                JAVA_LONG));
    }

    static boolean isInstalled() {
        try {
            SymbolLookup.libraryLookup("libargon2.so.1", Arena.global());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public byte[] compute(Argon2Parameters costs, byte[] salt, byte[] password) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment tag = arena.allocate(32);
            int error = (int) hash.invokeExact(
                    costs.iterations(),
                    costs.memoryKib(),
                    costs.parallelism(),
                    arena.allocateFrom(JAVA_BYTE, password),
                    (long) password.length,
                    arena.allocateFrom(JAVA_BYTE, salt),
                    (long) salt.length,
                    tag,
                    32L);
            if (error != 0) {
                throw new IllegalStateException("libargon2 returned " + error);
            }
            return tag.toArray(JAVA_BYTE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
