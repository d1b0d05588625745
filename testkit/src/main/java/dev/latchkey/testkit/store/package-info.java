/** The contract of token stores, as tests to extend: numbered rules, one factory method. */
@NullMarked
package dev.latchkey.testkit.store;

import org.jspecify.annotations.NullMarked;
