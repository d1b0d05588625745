/** All changes of stored tokens and of the store's state. Not exported. */
@NullMarked
package dev.latchkey.change;

import org.jspecify.annotations.NullMarked;
