package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL server whose commits reach the disk, with a store. */
final class DurablePostgres implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final HikariDataSource source;
    private final JdbcTokenStore store;

    DurablePostgres() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(20);
        source = new HikariDataSource(config);
        JdbcSchema.createIfMissing(source);
        store = JdbcTokenStore.builder(source).build();
    }

    JdbcTokenStore store() {
        return store;
    }

    /**
     * {@return the ids of new tokens of an owner}
     *
     * @param first the number of the first of them; see {@link TokenId#of}
     */
    List<TokenId> insert(String owner, int first, int count) {
        List<TokenId> ids = new ArrayList<>();
        List<Write> steps = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            TokenId id = TokenId.of(0, i);
            ids.add(id);
            steps.add(new Write.Insert(TokenRecord.builder(id)
                    .owner(owner)
                    .description("benchmark")
                    .scopes("workspace:read")
                    .hash(SecretHash.of("none", "hash"))
                    .issuedAt(Instant.EPOCH)
                    .build()));
            if (steps.size() == store.maximumWrites() || i == first + count - 1) {
                store.write(List.copyOf(steps));
                steps.clear();
            }
        }
        return ids;
    }

    @Override
    public void close() throws IOException {
        source.close();
        server.close();
    }
}
