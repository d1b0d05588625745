package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of a look-up and a page in PostgreSQL, with few tokens and with many: 100 for each owner, issued in turn.
 *
 * <p>Ten million take about 8 GB on disk, which are freed at the end, and some minutes to write.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(1)
public class StoreScaleBenchmark {

    private static final int TOKENS_PER_OWNER = 100;
    private static final int ROWS_PER_STATEMENT = 500_000;

    /** How many tokens the store has. */
    @Param({"10000", "10000000"})
    public int stored;

    private EmbeddedPostgres server;
    private HikariDataSource source;
    private JdbcTokenStore store;

    /**
     * Fills the database.
     *
     * @throws Exception if it cannot be filled
     */
    @Setup
    public void prepare() throws Exception {
        server = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "6GB")
                .setServerConfig("effective_cache_size", "12GB")
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("max_parallel_workers_per_gather", "0")
                .start();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(4);
        source = new HikariDataSource(config);
        JdbcSchema.createIfMissing(source);
        store = JdbcTokenStore.builder(source).build();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (int first = 0; first < stored; first += ROWS_PER_STATEMENT) {
                insert(statement, first, Math.min(stored, first + ROWS_PER_STATEMENT) - 1);
            }
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
            // Loads all data into the server's memory and maps it into the process of the only connection, as after a
            // while of use.
            statement.execute("SET enable_seqscan = off");
            statement.execute("SELECT count(*) FROM latchkey_tokens WHERE owner >= ''");
            statement.execute("SELECT count(*) FROM latchkey_tokens WHERE owner >= '' AND ends_at >= 0");
            statement.execute("SELECT max(hash) FROM latchkey_tokens WHERE id >= ''");
            statement.execute("RESET enable_seqscan");
        }
        if (lookUp().records().size() != 1 || page().entries().size() != 50) {
            throw new IllegalStateException("what was written is not found");
        }
    }

    /** Ids begin with a growing number, as generated ids begin with the time, and end at random. */
    private void insert(Statement statement, int first, int last) throws SQLException {
        statement.execute("""
                INSERT INTO latchkey_tokens (id, owner, description, scopes, hash_scheme, hash, issued_at, expires_at,
                    family, details, ends_at, version)
                SELECT n.id, 'workspaces/' || n.i %% %d, 'nightly export', 'workspace:read', 'argon2id',
                    '$argon2id$v=19$m=19456,t=2,p=1$' || left(md5('salt' || n.i), 22) || '$' || md5('a' || n.i) || '01234567890',
                    1800000000000 + n.i, 1900000000000 + n.i, n.id, '', 1900000000000 + n.i, 1
                FROM (SELECT i, lpad(upper(to_hex(i)), 10, '0') || left(upper(md5(i::text)), 16) AS id
                    FROM generate_series(%d, %d) AS i) AS n""".formatted(stored / TOKENS_PER_OWNER, first, last));
    }

    /**
     * Stops the database.
     *
     * @throws IOException if it does not stop
     */
    @TearDown
    public void close() throws IOException {
        source.close();
        server.close();
    }

    /** One token, at random. */
    @Benchmark
    public Snapshot lookUp() {
        return store.findCommitted(Set.of(id(ThreadLocalRandom.current().nextInt(stored))));
    }

    /** The first fifty tokens of an owner, at random. */
    @Benchmark
    public TokenPage page() {
        return store.list(TokenQuery.all().ownedBy(owner()).limit(50));
    }

    /** The same, by their end. */
    @Benchmark
    public TokenPage pageByEnd() {
        return store.list(TokenQuery.all()
                .ownedBy(owner())
                .orderedBy(TokenQuery.Order.END, Direction.ASCENDING)
                .limit(50));
    }

    private static TokenId id(int number) {
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

    private String owner() {
        return "workspaces/" + ThreadLocalRandom.current().nextInt(stored / TOKENS_PER_OWNER);
    }
}
