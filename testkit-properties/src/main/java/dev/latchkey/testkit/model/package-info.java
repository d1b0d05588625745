/** Random sequences of a store's operations, each answer compared with that of a naive model. */
@NullMarked
package dev.latchkey.testkit.model;

import org.jspecify.annotations.NullMarked;
