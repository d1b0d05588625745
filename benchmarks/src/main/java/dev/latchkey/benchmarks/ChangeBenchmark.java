package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes of tokens in a PostgreSQL server whose commits reach the disk. */
final class ChangeBenchmark implements AutoCloseable {

    private static final int TOKENS = 10_000;

    private final EmbeddedPostgres server;
    private final HikariDataSource source;
    private final TokenStore store;
    private final AccessTokens combining;
    private final AccessTokens alone;
    private final AtomicInteger changes = new AtomicInteger();

    ChangeBenchmark() throws IOException {
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
        combining = AccessTokens.builder(store).withoutPrefix().build();
        alone = AccessTokens.builder(alwaysJoined(store)).withoutPrefix().build();
        insert();
    }

    private void insert() {
        List<Write> steps = new ArrayList<>();
        for (int i = 0; i < TOKENS; i++) {
            steps.add(new Write.Insert(TokenRecord.builder(TokenId.of(0, i))
                    .owner("workspaces/acme")
                    .description("benchmark")
                    .scopes("workspace:read")
                    .hash(SecretHash.of("none", "hash"))
                    .issuedAt(Instant.EPOCH)
                    .build()));
            if (steps.size() == store.maximumWrites()) {
                store.write(List.copyOf(steps));
                steps.clear();
            }
        }
    }

    /** {@return a changed token: each is disabled, and the next time enabled} */
    Object change() {
        return change(combining);
    }

    Object changeAlone() {
        return change(alone);
    }

    private Object change(AccessTokens tokens) {
        int number = changes.getAndIncrement();
        TokenId id = TokenId.of(0, number % TOKENS);
        return number / TOKENS % 2 == 0
                ? tokens.all().disable(id, "benchmark")
                : tokens.all().enable(id);
    }

    @Override
    public void close() throws IOException {
        source.close();
        server.close();
    }

    /** {@return the store, as if callers always had a transaction, so that no changes are combined} */
    private static TokenStore alwaysJoined(TokenStore store) {
        return (TokenStore) Proxy.newProxyInstance(
                ChangeBenchmark.class.getClassLoader(),
                new Class<?>[] {TokenStore.class, JoinsCallerTransactions.class},
                (proxy, method, arguments) ->
                        method.getName().equals("afterCommit") ? null : method.invoke(store, arguments));
    }
}
