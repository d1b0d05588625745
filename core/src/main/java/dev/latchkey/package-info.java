/** The use cases: issue, verify, authorize, list and revoke access tokens. */
@NullMarked
package dev.latchkey;

import org.jspecify.annotations.NullMarked;
