/** Latchkey in Spring Boot: the properties, annotations and interfaces for hosts. */
@NullMarked
package dev.latchkey.spring;

import org.jspecify.annotations.NullMarked;
