/** What others test with: the contract of a token store, the laws of a scope policy, a settable clock. */
@NullMarked
package dev.latchkey.testkit;

import org.jspecify.annotations.NullMarked;
