package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.TokenQuery;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** What {@code docs/storage.md} shows. */
class StorageTest {

    @Test
    void a_store_is_made_of_a_data_source() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:storage;DB_CLOSE_DELAY=-1");
        // region store
        JdbcSchema.createIfMissing(dataSource); // on request only; or run the script by Flyway, Liquibase or hand
        TokenStore store = JdbcTokenStore.builder(dataSource).build();
        // endregion
        assertThat(store.list(TokenQuery.all()).entries()).isEmpty();
    }
}
