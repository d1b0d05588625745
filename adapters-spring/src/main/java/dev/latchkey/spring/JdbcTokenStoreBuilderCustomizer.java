package dev.latchkey.spring;

import dev.latchkey.jdbc.JdbcTokenStoreBuilder;

/**
 * Changes how the {@link dev.latchkey.jdbc.JdbcTokenStore} is built: a data source of its own for the change feed, or a
 * replica for look-ups.
 *
 * <p>All beans of this type are called once, at start, in their order.
 */
@FunctionalInterface
public interface JdbcTokenStoreBuilderCustomizer {

    /**
     * Changes the builder.
     *
     * @param builder has what properties and beans say
     */
    void customize(JdbcTokenStoreBuilder builder);
}
