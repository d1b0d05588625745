/** The service under load: one controller, and a configuration of Spring Security for each profile. */
@NullMarked
package dev.latchkey.benchmarks.spring.service;

import org.jspecify.annotations.NullMarked;
