/** A base for token stores on ordered key-value engines: an engine has four operations, and the rest is here. */
@NullMarked
package dev.latchkey.keyvalue;

import org.jspecify.annotations.NullMarked;
