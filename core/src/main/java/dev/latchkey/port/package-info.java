/** Interfaces that the core needs implemented: storage, hashing, and the rights of owners. */
@NullMarked
package dev.latchkey.port;

import org.jspecify.annotations.NullMarked;
