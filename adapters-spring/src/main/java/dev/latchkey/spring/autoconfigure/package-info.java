/** What Spring Boot configures when it finds Latchkey. Every bean backs off in favour of the host's own. */
@NullMarked
package dev.latchkey.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
