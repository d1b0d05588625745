package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.ChangeFeedContract;
import dev.latchkey.testkit.store.ChangeTrailContract;
import dev.latchkey.testkit.store.ConcurrentStoreContract;
import dev.latchkey.testkit.store.NumberedFeedContract;
import dev.latchkey.testkit.store.TokenListContract;
import dev.latchkey.testkit.store.TokenStoreContract;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The whole contract of a store, on one database. */
abstract class JdbcContract {

    private final Database database;
    private final String versionQuery;
    private final String version;

    /** @param version what the server says of itself, as a regular expression */
    JdbcContract(Database database, String versionQuery, String version) {
        this.database = database;
        this.versionQuery = versionQuery;
        this.version = version;
    }

    @Test
    void the_database_is_a_real_one() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(versionQuery)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).matches(version);
        }
    }

    @Nested
    class Store extends TokenStoreContract {
        @Override
        protected TokenStore store() {
            return database.store();
        }
    }

    @Nested
    class Lists extends TokenListContract {
        @Override
        protected TokenStore store() {
            return database.store();
        }
    }

    @Nested
    class Feed extends ChangeFeedContract<JdbcTokenStore> {
        @Override
        protected JdbcTokenStore store() {
            return database.store();
        }
    }

    @Nested
    class Trail extends ChangeTrailContract<JdbcTokenStore> {
        @Override
        protected JdbcTokenStore store() {
            return database.store();
        }
    }

    @Nested
    class Concurrency extends ConcurrentStoreContract<JdbcTokenStore> {
        private final String prefix = Database.newPrefix();

        @Override
        protected JdbcTokenStore store() {
            return database.store(prefix);
        }

        @Override
        protected JdbcTokenStore another(JdbcTokenStore store) {
            return database.store(prefix);
        }
    }

    @Nested
    class NumberedFeed extends NumberedFeedContract<JdbcTokenStore> {
        @Override
        protected JdbcTokenStore store(InstantSource entries) {
            String prefix = Database.newPrefix();
            database.store(prefix);
            return database.builder(prefix).clock(entries).build();
        }
    }
}
