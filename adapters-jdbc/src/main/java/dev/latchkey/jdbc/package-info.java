/** Token store and change feed on SQL databases. */
@NullMarked
package dev.latchkey.jdbc;

import org.jspecify.annotations.NullMarked;
