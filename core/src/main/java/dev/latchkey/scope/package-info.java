/** Scopes as an algebra: what a token has, what an operation asks for, and whether the one covers the other. */
@NullMarked
package dev.latchkey.scope;

import org.jspecify.annotations.NullMarked;
