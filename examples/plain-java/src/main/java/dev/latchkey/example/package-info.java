/** A service with Latchkey inside: the JDK's own HTTP server, no framework. */
@NullMarked
package dev.latchkey.example;

import org.jspecify.annotations.NullMarked;
