package dev.latchkey.spring;

import dev.latchkey.AccessTokensBuilder;

/**
 * Customizes the builder of {@link dev.latchkey.AccessTokens} after the properties were applied.
 *
 * <p>All beans of this type are called once, at start, in their order.
 */
@FunctionalInterface
public interface AccessTokensBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder configured from properties and beans; its store cannot be changed
     */
    void customize(AccessTokensBuilder builder);
}
