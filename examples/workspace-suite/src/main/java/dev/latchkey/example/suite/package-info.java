/** The HTTP tests that every example of the workspace API passes. */
@NullMarked
package dev.latchkey.example.suite;

import org.jspecify.annotations.NullMarked;
