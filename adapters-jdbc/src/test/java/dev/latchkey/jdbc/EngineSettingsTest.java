package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a database under which the store either works as a whole or is not built, with a message that names them. */
class EngineSettingsTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    private Path folder;

    private static DataSource h2InMemory(String settings) {
        return Database.h2("jdbc:h2:mem:settings" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1" + settings);
    }

    private String h2File() {
        return "jdbc:h2:file:" + folder.resolve("tokens");
    }

    private static void execute(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The statements that differ from one another in syntax; the contract runs on one mode only. */
    private static void assertWorks(JdbcTokenStore store) {
        TokenRecord lower =
                TokenRecords.ordinary().owner("acme").requestKey("key").build();
        TokenRecord upper =
                TokenRecords.ordinary().owner("ACME").requestKey("KEY").build();
        TokenRecord ended =
                TokenRecords.ordinary().owner("acme").requestKey("KEY").build();
        assertThat(StoreWrites.insert(store, lower)).isTrue();
        assertThat(StoreWrites.insert(store, upper)).isTrue();
        assertThat(StoreWrites.insert(store, ended)).isTrue();
        assertThat(StoreWrites.insert(
                        store,
                        TokenRecords.ordinary().owner("acme").requestKey("key").build()))
                .isFalse();
        assertThat(StoreWrites.update(store, ended.withRevoked(TokenRecords.ISSUED, "leaked")))
                .isTrue();
        assertThat(store.list(TokenQuery.all().limit(2)).entries()).hasSize(2);
        assertThat(store.list(TokenQuery.all().ownedBy("ACME")).entries())
                .extracting(entry -> entry.record().id())
                .containsExactly(upper.id());
        assertThat(Sweeps.sweep(store, TokenRecords.ISSUED.plusSeconds(1))).isEqualTo(1);
        assertThat(store.trim(TokenRecords.EXPIRES, 10)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MODE=MSSQLServer",
                "MODE=STRICT",
                "MODE=Derby",
                "MODE=DB2",
                "MODE=HSQLDB",
                "MODE=LEGACY",
                "MODE=MariaDB",
                "MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                "DATABASE_TO_UPPER=FALSE",
                "IGNORECASE=TRUE"
            })
    void h2_works_in_every_mode_that_keeps_an_empty_text(String settings) {
        DataSource source = h2InMemory(";" + settings);
        JdbcSchema.createIfMissing(source);

        assertWorks(JdbcTokenStore.builder(source).build());
    }

    @Test
    void h2_in_oracle_mode_is_refused_because_it_turns_an_empty_text_into_null() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> JdbcTokenStore.builder(h2InMemory(";MODE=Oracle")).build())
                .withMessageContaining("MODE")
                .withMessageContaining("Oracle");
    }

    @Test
    void mariadb_with_empty_string_is_null_is_refused() {
        String url = Database.MARIADB.url(Database.MARIADB.port())
                + "&sessionVariables=sql_mode='STRICT_TRANS_TABLES,EMPTY_STRING_IS_NULL'";
        try (HikariDataSource source = Database.pool(url, config -> {})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcTokenStore.builder(source).build())
                    .withMessageContaining("EMPTY_STRING_IS_NULL");
        }
    }

    /** H2 as it is, but for what it says that its version is. */
    private static DataSource claiming(String version, DataSource source) {
        return Intercepted.dataSource(source, call -> {
            Object result = call.proceed();
            return result instanceof DatabaseMetaData metaData ? claiming(version, metaData) : result;
        });
    }

    private static DatabaseMetaData claiming(String version, DatabaseMetaData metaData) {
        return (DatabaseMetaData) java.lang.reflect.Proxy.newProxyInstance(
                DatabaseMetaData.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, arguments) -> method.getName().equals("getDatabaseProductVersion")
                        ? version
                        : method.invoke(metaData, arguments));
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.252 (2026-09-23), '', true",
        "2.5.252 (2026-09-23), ;REUSE_SPACE=FALSE, false",
        "2.4.240 (2025-09-22), '', false",
        "2.5.253 (2026-10-01), '', false"
    })
    void a_file_of_an_h2_that_loses_acknowledged_rows_is_refused(String version, String settings, boolean refused) {
        DataSource source = claiming(version, Database.h2(h2File() + settings));

        if (refused) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcTokenStore.builder(source).build())
                    .withMessageContaining("2.5.252")
                    .withMessageContaining("2.4.240")
                    .withMessageContaining("REUSE_SPACE=FALSE");
        } else {
            assertThatCode(() -> JdbcTokenStore.builder(source).build()).doesNotThrowAnyException();
        }
    }

    @Test
    void an_h2_in_memory_is_accepted_in_every_version() {
        DataSource source = claiming("2.5.252 (2026-09-23)", h2InMemory(""));

        assertThatCode(() -> JdbcTokenStore.builder(source).build()).doesNotThrowAnyException();
    }

    private DataSource withoutAdminRights(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("plain");
        source.setPassword("plain");
        return source;
    }

    @Test
    void an_h2_user_without_admin_rights_is_refused_on_a_file() throws Exception {
        DataSource admin = Database.h2(h2File());
        JdbcSchema.createIfMissing(admin);
        execute(admin, "CREATE USER plain PASSWORD 'plain'", "GRANT ALL ON SCHEMA PUBLIC TO plain");
        DataSource plain = withoutAdminRights(h2File());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcTokenStore.builder(plain).build())
                .withMessageContaining("SET WRITE_DELAY 0")
                .withMessageContaining("admin");

        // The stored setting is not applied when the file is opened again.
        execute(admin, "SET WRITE_DELAY 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcTokenStore.builder(plain).build());
    }

    @Test
    void an_h2_user_without_admin_rights_writes_in_memory() throws Exception {
        String url = "jdbc:h2:mem:plain" + DATABASES.incrementAndGet();
        DataSource admin = Database.h2(url + ";DB_CLOSE_DELAY=-1");
        JdbcSchema.createIfMissing(admin);
        execute(admin, "CREATE USER plain PASSWORD 'plain'", "GRANT ALL ON SCHEMA PUBLIC TO plain");

        assertWorks(JdbcTokenStore.builder(withoutAdminRights(url)).build());
    }

    /** A pool without idle connections closes the file and opens it again, and H2 then delays writes as before. */
    @Test
    void writes_of_h2_are_not_delayed_after_its_file_was_closed_and_opened_again() throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(h2File());
        source.setUser("sa");
        JdbcSchema.createIfMissing(source);
        JdbcTokenStore store = JdbcTokenStore.builder(source).build();
        try (Connection opened = source.getConnection()) {
            assertThat(writeDelay(opened)).as("after the file was opened").isEqualTo(500);

            StoreWrites.insert(store, TokenRecords.ordinary().build());

            assertThat(writeDelay(opened)).as("after a write").isZero();
        }
    }

    private static int writeDelay(Connection connection) throws SQLException {
        return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
                .getDatabase()
                .getWriteDelay();
    }

    @Test
    void a_pool_that_finds_no_driver_is_reported_as_a_failure_of_the_store() {
        DataSource broken = Intercepted.dataSource(Database.H2.dataSource(), call -> {
            throw new IllegalStateException("Failed to get driver instance for jdbcUrl=jdbc:nothing:?password=hush");
        });

        for (Runnable first :
                new Runnable[] {() -> JdbcTokenStore.builder(broken).build(), () -> JdbcSchema.createIfMissing(broken)
                }) {
            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(first::run)
                    .withMessageContaining("driver")
                    .withMessageNotContaining("hush")
                    .withCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_file_of_h2_that_another_process_has_opened_is_named() throws Exception {
        Process other = otherProcess("jdbc:h2:file:" + folder.resolve("tokens"));
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("open");
            DataSource source = Database.h2(h2File());
            for (Runnable first : new Runnable[] {
                () -> JdbcTokenStore.builder(source).build(), () -> JdbcSchema.createIfMissing(source)
            }) {
                assertThatExceptionOfType(TokenStoreException.class)
                        .isThrownBy(first::run)
                        .withMessageContaining("another process has opened the file");
            }
        } finally {
            other.destroyForcibly();
        }
    }

    private static Process otherProcess(String url) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opens.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Opens a database, says so, and waits to be ended. */
    static final class Opens {

        private Opens() {}

        /** {@code <address>}. */
        public static void main(String[] arguments) throws Exception {
            try (Connection connection = Database.h2(arguments[0]).getConnection()) {
                System.out.println(connection.isClosed() ? "closed" : "open");
                System.out.flush();
                System.exit(System.in.read());
            }
        }
    }

    /** {@return the first column of the first row} */
    static @Nullable String query(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
