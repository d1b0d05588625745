package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * A warm verification that reads its record each time, compared with the bare read of the same row: a pooled
 * connection, a prepared statement, all its columns.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class StoreReadBenchmark {

    private static final int TOKENS = 10_000;

    /** The database. */
    @Param({"h2", "postgresql"})
    public String database;

    private EmbeddedPostgres server;
    private HikariDataSource source;
    private AccessTokens tokens;
    private final String[] texts = new String[TOKENS];

    /** Fills the database. */
    @Setup
    public void prepare() throws IOException {
        HikariConfig config = new HikariConfig();
        if (database.equals("h2")) {
            config.setJdbcUrl("jdbc:h2:mem:benchmark");
        } else {
            server = EmbeddedPostgres.start();
            config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        }
        config.setMaximumPoolSize(4);
        source = new HikariDataSource(config);
        JdbcSchema.createIfMissing(source);
        tokens = AccessTokens.builder(JdbcTokenStore.builder(source).build())
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .build();
        for (int i = 0; i < TOKENS; i++) {
            texts[i] = tokens.issuer()
                    .issue(IssueRequest.forOwner("workspaces/acme")
                            .grantedByTheService()
                            .describedAs("nightly export")
                            .withScopes("workspace:read"))
                    .reveal();
        }
        if (!(latchkey() instanceof Verified)) {
            throw new IllegalStateException("a valid token is not accepted");
        }
    }

    /** Stops the database. */
    @TearDown
    public void close() throws IOException {
        source.close();
        if (server != null) {
            server.close();
        }
    }

    private String turn() {
        return texts[ThreadLocalRandom.current().nextInt(TOKENS)];
    }

    /** Verified, with the record read from the database. */
    @Benchmark
    public Verification latchkey() {
        return tokens.verifier().verify(turn());
    }

    /** The bare read. */
    @Benchmark
    public Object[] bareRead() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT id, owner, description, scopes, hash_scheme, hash, issued_at,"
                                + " expires_at, revoked_at, revocation_reason, disabled_at, parent, family, successor,"
                                + " request_key, details, ends_at, version FROM latchkey_tokens WHERE id = ?")) {
            statement.setString(1, turn().substring(0, 26));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Object[] columns = new Object[18];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = row.getObject(i + 1);
                }
                return columns;
            }
        }
    }
}
