package dev.latchkey.spring;

import dev.latchkey.jdbc.JdbcTokenStoreBuilder;

/**
 * Customizes the builder of the {@link dev.latchkey.jdbc.JdbcTokenStore}: adds a data source for the change feed, for
 * example, or a replica for look-ups.
 *
 * <p>All beans of this type are called once, at start, in their order.
 */
@FunctionalInterface
public interface JdbcTokenStoreBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder configured from properties and beans
     */
    void customize(JdbcTokenStoreBuilder builder);
}
