package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever charset a connection is set to, no text becomes another: two owners never become one. */
class CharsetTest {

    private static final String CHINESE = "\u5317\u4eac";
    private static final String OTHER_CHINESE = "\u4e0a\u6d77";
    private static final String KEY = "\ud83d\udd11 \u00e9\u20ac";

    private final String prefix = Database.newPrefix();

    private static TokenRecord of(String owner) {
        return TokenRecords.ordinary()
                .owner(owner)
                .requestKey("request")
                .description(KEY)
                .details(KEY + owner)
                .build();
    }

    private static List<TokenId> ids(JdbcTokenStore store, String owner) {
        return store.list(TokenQuery.all().ownedBy(owner)).entries().stream()
                .map(Entry::record)
                .map(TokenRecord::id)
                .toList();
    }

    private void assertThatTextsAreKept(String url) {
        JdbcSchema.createIfMissing(Database.MARIADB.dataSource(), prefix);
        try (HikariDataSource source = Database.pool(url, config -> config.setMaximumPoolSize(2))) {
            JdbcTokenStore store =
                    JdbcTokenStore.builder(source).tablePrefix(prefix).build();
            List<TokenRecord> records = List.of(of(CHINESE), of(OTHER_CHINESE), of("??"), of("\u00e9"), of(KEY));
            for (TokenRecord record : records) {
                assertThat(StoreWrites.insert(store, record)).isTrue();
                assertThat(StoreWrites.insert(store, of(record.grant().owner())))
                        .as("a request key twice")
                        .isFalse();
            }

            for (TokenRecord record : records) {
                assertThat(store.find(record.id())).contains(record);
                assertThat(ids(store, record.grant().owner())).containsExactly(record.id());
                TokenRecord revoked = record.withRevoked(TokenRecords.ISSUED, KEY);
                assertThat(StoreWrites.update(store, revoked)).isTrue();
                assertThat(store.find(record.id())).contains(revoked);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "US-ASCII", "UTF-8"})
    void owners_stay_apart_whatever_the_character_encoding_of_the_mysql_driver(String charset) {
        assertThatTextsAreKept(Database.MariaDb.SERVER.mySqlUrl() + "&characterEncoding=" + charset);
    }

    private static void assertRefused(String url) {
        try (HikariDataSource source = Database.pool(url, config -> {})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcTokenStore.builder(source).build())
                    .withMessageContaining("characterEncoding")
                    .withMessageContaining("characterSetResults");
        }
    }

    @Test
    void a_connection_that_reads_texts_as_question_marks_is_refused() {
        assertRefused(Database.MariaDb.SERVER.mySqlUrl() + "&characterSetResults=ISO-8859-1");
    }

    /** With statements prepared by the server, the driver decodes every column by that charset. */
    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "US-ASCII"})
    void a_mysql_driver_that_decodes_every_column_by_another_charset_is_refused(String charset) {
        assertRefused(Database.MariaDb.SERVER.mySqlUrl() + "&useServerPrepStmts=true&characterEncoding=" + charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latin1", "ascii"})
    void a_mysql_server_that_was_told_another_charset_than_the_driver_uses_is_refused(String charset) {
        assumeThat(MariaDbServer.hasMySql()).isTrue();
        assertRefused(Database.MYSQL.url(Database.MYSQL.port()) + "&initSql=SET NAMES " + charset);
    }

    @Test
    void a_postgresql_database_that_has_not_every_character_is_refused() throws Exception {
        try (var connection = Database.POSTGRESQL.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + prefix + "latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        }
        String url = Database.POSTGRESQL
                .url(Database.POSTGRESQL.port())
                .replaceFirst("(:\\d+/)\\w+", "$1" + prefix + "latin1");
        try (HikariDataSource source = Database.pool(url, config -> {})) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JdbcTokenStore.builder(source).build())
                    .withMessageContaining("UTF8");
        }
    }
}
