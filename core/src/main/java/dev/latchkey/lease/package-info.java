/** Records cached under a lease, and the feed that keeps them true. Not exported. */
@NullMarked
package dev.latchkey.lease;

import org.jspecify.annotations.NullMarked;
