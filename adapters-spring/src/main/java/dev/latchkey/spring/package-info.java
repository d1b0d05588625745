/** Latchkey in Spring Boot: what a host configures, annotates and implements. */
@NullMarked
package dev.latchkey.spring;

import org.jspecify.annotations.NullMarked;
