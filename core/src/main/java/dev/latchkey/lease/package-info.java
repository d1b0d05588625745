/** The cache of records under a lease, and the feed that invalidates them. Not exported. */
@NullMarked
package dev.latchkey.lease;

import org.jspecify.annotations.NullMarked;
