/** Hashing of secrets with Argon2id (RFC 9106). The only package that depends on BouncyCastle. */
@NullMarked
package dev.latchkey.argon2;

import org.jspecify.annotations.NullMarked;
