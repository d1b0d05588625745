/** What the core needs from outside: storage, hashing, and what the host application knows of its owners. */
@NullMarked
package dev.latchkey.port;

import org.jspecify.annotations.NullMarked;
