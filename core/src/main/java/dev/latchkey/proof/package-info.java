/** Proofs that presented secrets match stored hashes, and the permits to compute them. Not exported. */
@NullMarked
package dev.latchkey.proof;

import org.jspecify.annotations.NullMarked;
