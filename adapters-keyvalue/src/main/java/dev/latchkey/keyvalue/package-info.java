/** A base for token stores on ordered key-value engines, which only have to implement an engine's operations. */
@NullMarked
package dev.latchkey.keyvalue;

import org.jspecify.annotations.NullMarked;
