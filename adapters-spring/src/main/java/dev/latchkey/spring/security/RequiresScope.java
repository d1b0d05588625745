package dev.latchkey.spring.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Denies a method to callers whose access token does not permit a scope.
 *
 * <pre>{@code @RequiresScope(value = "workspace:read", on = "workspaces/{name}")}</pre>
 *
 * <p>All annotations are required: several on one method, those of its class, of what it overrides and of the
 * interfaces it implements. On a class, it applies to every method of the class that a proxy can intercept. It can be
 * used as a meta-annotation. Callers without an access token, those with a session for example, are denied.
 *
 * <p>Scopes, resources and variables are checked when the service starts, against the
 * {@link dev.latchkey.scope.ScopeCatalog} too if that is the policy; and so is that every annotated method of a bean is
 * really intercepted.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(RequiresScope.All.class)
public @interface RequiresScope {

    /** {@return the scopes, without resources; all are required} */
    String[] value();

    /**
     * {@return the resource that the scopes are required on: segments joined by {@code /}, of which {@code {name}} is
     * the value of a parameter of that name, of a {@code @PathVariable} of that name, or of a variable of the request
     * mapping; empty for all resources}
     */
    String on() default "";

    /**
     * {@return whether some resource is enough, for a list of what the token may see; not together with {@link #on()}}
     */
    boolean anywhere() default false;

    /** Several of them; all are required. */
    @Documented
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {

        /** {@return the annotations} */
        RequiresScope[] value();
    }
}
