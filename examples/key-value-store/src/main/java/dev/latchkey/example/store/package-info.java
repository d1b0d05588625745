/** Tokens in RocksDB: what it takes to write a backend on a key-value engine. */
@NullMarked
package dev.latchkey.example.store;

import org.jspecify.annotations.NullMarked;
