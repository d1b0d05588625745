/** The auto-configuration. A bean of the host replaces the one that is configured here. */
@NullMarked
package dev.latchkey.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
