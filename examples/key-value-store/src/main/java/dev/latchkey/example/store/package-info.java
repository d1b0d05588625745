/** Tokens in RocksDB, as an example of a backend on a key-value engine. */
@NullMarked
package dev.latchkey.example.store;

import org.jspecify.annotations.NullMarked;
