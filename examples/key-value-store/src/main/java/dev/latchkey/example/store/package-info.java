/** A token store for an embedded key-value store: what it takes to write a backend. */
@NullMarked
package dev.latchkey.example.store;

import org.jspecify.annotations.NullMarked;
