/** Test support: a settable clock, and delegating verifiers, issuers and tokens. */
@NullMarked
package dev.latchkey.testkit;

import org.jspecify.annotations.NullMarked;
