/** Mounts the Access Management page in Spring MVC and WebFlux, behind the host's own sign-in. */
@NullMarked
package dev.latchkey.spring.page;

import org.jspecify.annotations.NullMarked;
