/** Tokens: the id, the bearer text, the hash of the secret, and the stored record. */
@NullMarked
package dev.latchkey.token;

import org.jspecify.annotations.NullMarked;
