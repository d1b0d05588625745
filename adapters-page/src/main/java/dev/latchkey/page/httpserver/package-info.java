/** The page in the JDK's own HTTP server. */
@NullMarked
package dev.latchkey.page.httpserver;

import org.jspecify.annotations.NullMarked;
