/** Token store and change feed in memory. */
@NullMarked
package dev.latchkey.inmemory;

import org.jspecify.annotations.NullMarked;
