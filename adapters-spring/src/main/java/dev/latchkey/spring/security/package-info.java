/** Access tokens in Spring Security: authentication of requests, and authorization by scope. */
@NullMarked
package dev.latchkey.spring.security;

import org.jspecify.annotations.NullMarked;
