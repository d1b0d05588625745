/** Argon2id by the Vector API: for services whose tokens are verified for the first time in large numbers. */
@SuppressWarnings("module") // the digit is the algorithm's name, not a version
module dev.latchkey.argon2.vector {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    // Resolved only by --add-modules; without it, BouncyCastle computes.
    requires static jdk.incubator.vector;

    exports dev.latchkey.argon2.vector;
}
