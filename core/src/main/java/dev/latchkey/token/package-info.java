/** What a token is: its id, its text, the hash that proves it, and the record that a store keeps of it. */
@NullMarked
package dev.latchkey.token;

import org.jspecify.annotations.NullMarked;
