/** An algebra of scopes: granted scopes, required scopes, and whether a grant covers a requirement. */
@NullMarked
package dev.latchkey.scope;

import org.jspecify.annotations.NullMarked;
