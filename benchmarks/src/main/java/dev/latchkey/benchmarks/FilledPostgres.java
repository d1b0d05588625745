package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.token.TokenId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A PostgreSQL server with a number of tokens, all of them in its memory.
 *
 * <p>Of ten tokens, one has expired at {@link #NOW_MILLIS}; of twenty, one is disabled; every other one was used.
 */
final class FilledPostgres implements AutoCloseable {

    /** The time of the lists. */
    static final long NOW_MILLIS = 1_850_000_000_000L;

    private static final int ROWS_PER_STATEMENT = 500_000;

    private final EmbeddedPostgres server;
    private final HikariDataSource source;
    private final JdbcTokenStore store;

    /** @param owner the owner of token number {@code n.i}, in SQL */
    FilledPostgres(int stored, String owner) throws IOException, SQLException {
        this(stored, owner, false);
    }

    /** @param vacuums whether the server vacuums by itself, as in production; else nothing runs beside the calls */
    FilledPostgres(int stored, String owner, boolean vacuums) throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "6GB")
                .setServerConfig("effective_cache_size", "12GB")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("autovacuum", vacuums ? "on" : "off")
                .setServerConfig("max_parallel_workers_per_gather", "0")
                .start();
        source = pool(4);
        JdbcSchema.createIfMissing(source);
        store = JdbcTokenStore.builder(source).build();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (int first = 0; first < stored; first += ROWS_PER_STATEMENT) {
                insert(statement, owner, first, Math.min(stored, first + ROWS_PER_STATEMENT) - 1);
            }
            statement.execute("""
                    INSERT INTO latchkey_uses (id, owner, last_used_at, used_scopes)
                    SELECT id, owner, issued_at + 1000000, 'workspace:read' FROM latchkey_tokens WHERE issued_at % 2 = 0""");
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
            // Only a second one finds that all transactions see what was written last, as after a while of use.
            statement.execute("VACUUM");
            loadAll(statement);
        }
    }

    /** {@return a pool of its own, as another node has; for the caller to close} */
    HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    /** Ids begin with a growing number, as generated ids begin with the time, and end at random. */
    private static void insert(Statement statement, String owner, int first, int last) throws SQLException {
        statement.execute("""
                INSERT INTO latchkey_tokens (id, owner, description, scopes, hash_scheme, hash, created_by, issued_at,
                    expires_at, disabled_at, disabled_by, disabling_reason, ancestors, family, attributes, details,
                    ends_at, version)
                SELECT n.id, @owner, 'nightly export ' || n.i, 'source:read workspace:read@workspaces/acme', 'argon2id',
                    '$argon2id$v=19$m=19456,t=2,p=1$' || left(md5('salt' || n.i), 22) || '$' || md5('a' || n.i)
                        || '01234567890',
                    'users/' || n.i % 100, 1800000000000 + n.i, n.expiry,
                    CASE WHEN n.i % 20 = 1 THEN 1800000000000 END, NULL, CASE WHEN n.i % 20 = 1 THEN 'paused' END,
                    '', n.id, 'team' || chr(9) || 'team-' || n.i % 100, '', n.expiry, 1
                FROM (SELECT i, lpad(upper(to_hex(i)), 10, '0') || left(upper(md5(i::text)), 16) AS id,
                        CASE WHEN i % 10 = 0 THEN 1810000000000 ELSE 1900000000000 END + i AS expiry
                    FROM generate_series(@first, @last) AS i) AS n""".replace("@owner", owner)
                .replace("@first", String.valueOf(first))
                .replace("@last", String.valueOf(last)));
    }

    /** Maps all data into the process of the only connection, as after a while of use. */
    private static void loadAll(Statement statement) throws SQLException {
        statement.execute("SET enable_seqscan = off");
        statement.execute("SELECT count(*) FROM latchkey_tokens WHERE owner >= ''");
        statement.execute("SELECT count(*) FROM latchkey_tokens WHERE owner >= '' AND ends_at >= 0");
        statement.execute("SELECT max(hash) FROM latchkey_tokens WHERE id >= ''");
        statement.execute("SELECT max(used_scopes) FROM latchkey_uses WHERE id >= ''");
        statement.execute("RESET enable_seqscan");
    }

    /** {@return the first column of the first row} */
    long number(String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    JdbcTokenStore store() {
        return store;
    }

    /** {@return the id of a token by its number} */
    static TokenId id(int number) {
        String random = HexFormat.of()
                .withUpperCase()
                .formatHex(md5().digest(Integer.toString(number).getBytes(StandardCharsets.US_ASCII)), 0, 8);
        return TokenId.of(String.format(Locale.ROOT, "%010X", number) + random);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
        server.close();
    }
}
