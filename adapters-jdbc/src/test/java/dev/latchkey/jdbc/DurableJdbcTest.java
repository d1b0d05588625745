package dev.latchkey.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.testkit.store.DurableStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/**
 * What the databases that are files still know when they are opened again. That they also survive SIGKILL is in
 * {@link DurabilityTest}.
 */
class DurableJdbcTest {

    private static final String PREFIX = "latchkey_";

    @Nested
    class H2 extends OnFiles {
        H2() {
            super(Database.H2);
        }
    }

    @Nested
    class Sqlite extends OnFiles {
        Sqlite() {
            super(Database.SQLITE);
        }
    }

    abstract static class OnFiles extends DurableStoreContract<JdbcTokenStore> {

        private final Database database;
        private HikariDataSource source;

        OnFiles(Database database) {
            this.database = database;
        }

        @Override
        protected JdbcTokenStore open(Path directory) {
            source = database.open(database.url(directory.resolve("tokens")));
            JdbcSchema.createIfMissing(source, PREFIX);
            return JdbcTokenStore.builder(source)
                    .dialect(database.dialect())
                    .tablePrefix(PREFIX)
                    .build();
        }

        @Override
        protected void close(JdbcTokenStore opened) {
            source.close();
        }
    }
}
