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
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The whole contract of a store, on one database. */
abstract class JdbcContract {

    private final Supplier<DataSource> source;
    private final JdbcDialect dialect;
    private final String versionQuery;
    private final String version;

    /** @param version what the server says of itself, as a regular expression */
    JdbcContract(Database database, String versionQuery, String version) {
        this(database::dataSource, database.dialect(), versionQuery, version);
    }

    JdbcContract(Supplier<DataSource> source, JdbcDialect dialect, String versionQuery, String version) {
        this.source = source;
        this.dialect = dialect;
        this.versionQuery = versionQuery;
        this.version = version;
    }

    private JdbcTokenStore store(String prefix) {
        JdbcSchema.createIfMissing(source.get(), prefix);
        return builder(prefix).build();
    }

    JdbcTokenStoreBuilder builder(String prefix) {
        return JdbcTokenStore.builder(source.get()).dialect(dialect).tablePrefix(prefix);
    }

    @Test
    void the_database_is_a_real_one() throws Exception {
        try (Connection connection = source.get().getConnection();
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
            return JdbcContract.this.store(Database.newPrefix());
        }
    }

    @Nested
    class Lists extends TokenListContract {
        @Override
        protected TokenStore store() {
            return JdbcContract.this.store(Database.newPrefix());
        }
    }

    @Nested
    class Feed extends ChangeFeedContract<JdbcTokenStore> {
        @Override
        protected JdbcTokenStore store() {
            return JdbcContract.this.store(Database.newPrefix());
        }
    }

    @Nested
    class Trail extends ChangeTrailContract<JdbcTokenStore> {
        @Override
        protected JdbcTokenStore store() {
            return JdbcContract.this.store(Database.newPrefix());
        }
    }

    @Nested
    class Concurrency extends ConcurrentStoreContract<JdbcTokenStore> {
        private final String prefix = Database.newPrefix();

        @Override
        protected JdbcTokenStore store() {
            return JdbcContract.this.store(prefix);
        }

        @Override
        protected JdbcTokenStore another(JdbcTokenStore store) {
            return JdbcContract.this.store(prefix);
        }
    }

    @Nested
    class NumberedFeed extends NumberedFeedContract<JdbcTokenStore> {
        @Override
        protected JdbcTokenStore store(InstantSource entries) {
            String prefix = Database.newPrefix();
            JdbcContract.this.store(prefix);
            return builder(prefix).clock(entries).build();
        }
    }
}
