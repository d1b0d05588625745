/** RFC 6750, 9110 and 9457 as values: header in, status, challenge and body out. */
@NullMarked
package dev.latchkey.http;

import org.jspecify.annotations.NullMarked;
