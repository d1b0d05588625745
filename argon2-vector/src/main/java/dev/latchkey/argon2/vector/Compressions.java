package dev.latchkey.argon2.vector;

import jdk.incubator.vector.LongVector;

/** Chooses the compression function for this JVM and processor. */
final class Compressions {

    private static final String MODULE = "jdk.incubator.vector";

    private Compressions() {}

    /**
     * {@return a compression function with the widest vectors that the JVM uses here}
     *
     * @throws UnusableVectorsException if there are no vectors of 256 bits or more
     */
    static BlockCompression preferred() {
        Module own = Compressions.class.getModule();
        if (ModuleLayer.boot().findModule(MODULE).filter(own::canRead).isEmpty()) {
            throw new UnusableVectorsException(
                    "the module " + MODULE + " is missing; start the JVM with --add-modules " + MODULE);
        }
        return WithModule.preferred();
    }

    /** A class of its own, because it cannot be linked where the module is missing. */
    private static final class WithModule {

        static BlockCompression preferred() {
            int bits = LongVector.SPECIES_PREFERRED.vectorBitSize();
            if (bits >= 512) {
                return new Compression512();
            }
            if (bits >= 256) {
                return new Compression256();
            }
            throw new UnusableVectorsException(
                    "this JVM computes in vectors of " + bits + " bits on this processor; at least 256 are needed");
        }
    }
}
