/** What is kept in memory: proofs of secrets, and compiled grants. Not exported. */
@NullMarked
package dev.latchkey.cache;

import org.jspecify.annotations.NullMarked;
