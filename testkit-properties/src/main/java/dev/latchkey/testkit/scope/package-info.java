/** The laws that any scope policy must keep, as properties, with generators of scopes, grants and catalogues. */
@NullMarked
package dev.latchkey.testkit.scope;

import org.jspecify.annotations.NullMarked;
