/** Argon2id (RFC 9106) by the Vector API of JDK 25, checked against BouncyCastle at each start. */
@NullMarked
package dev.latchkey.argon2.vector;

import org.jspecify.annotations.NullMarked;
