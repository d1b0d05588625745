package dev.latchkey.spring;

import dev.latchkey.AccessTokensBuilder;

/**
 * Changes how {@link dev.latchkey.AccessTokens} are built, after the properties were applied: what no property says.
 *
 * <p>All beans of this type are called once, at start, in their order.
 */
@FunctionalInterface
public interface AccessTokensBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder has what properties and beans say; its store cannot be changed
     */
    void customize(AccessTokensBuilder builder);
}
