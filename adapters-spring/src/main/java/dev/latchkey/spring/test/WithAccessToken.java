package dev.latchkey.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.security.test.context.support.WithSecurityContext;

/**
 * Runs a test as a request that presented an access token.
 *
 * <pre>{@code @WithAccessToken(scopes = "workspace:read@workspaces/acme")}</pre>
 *
 * <p>Its scopes are read by the {@link dev.latchkey.scope.ScopePolicy} of the context, if it has one.
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@WithSecurityContext(factory = WithAccessTokenSecurityContextFactory.class)
public @interface WithAccessToken {

    /** {@return what the token may do, each a scope with or without a resource; at least one} */
    String[] scopes();

    /** {@return who the token acts for} */
    String owner() default "owners/test";
}
