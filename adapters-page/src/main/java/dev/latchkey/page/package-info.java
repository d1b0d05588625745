/** The Access Management page: a host mounts it, and says who is looking. */
@NullMarked
package dev.latchkey.page;

import org.jspecify.annotations.NullMarked;
