/** What measures the service of {@code service}: under load, and while it starts. */
@NullMarked
package dev.latchkey.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
