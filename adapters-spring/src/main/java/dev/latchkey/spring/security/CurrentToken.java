package dev.latchkey.spring.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an argument of a handler method that is the {@link dev.latchkey.AccessToken} of the request.
 *
 * <p>A request without one is answered with 401, unless the argument is an {@link java.util.Optional}, or annotated as
 * nullable.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface CurrentToken {}
