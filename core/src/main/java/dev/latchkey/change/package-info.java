/** The one way in which a stored token or the store's state changes. Not exported. */
@NullMarked
package dev.latchkey.change;

import org.jspecify.annotations.NullMarked;
