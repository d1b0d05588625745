/** What others test with: a settable clock, and verifiers, issuers and tokens that pass calls on to others. */
@NullMarked
package dev.latchkey.testkit;

import org.jspecify.annotations.NullMarked;
