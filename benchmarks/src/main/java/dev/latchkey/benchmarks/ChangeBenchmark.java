package dev.latchkey.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreDecorator;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

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
        alone = AccessTokens.builder(new AlwaysJoined(store)).withoutPrefix().build();
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

    /** A store whose callers always have a transaction, so that no changes are combined. */
    private record AlwaysJoined(TokenStore decorated) implements StoreDecorator, JoinsCallerTransactions {

        @Override
        public void afterCommit(Runnable action) {
            // Nothing is cached.
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            return decorated.findCommitted(ids, notBefore);
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            return decorated.find(ids);
        }

        @Override
        public boolean write(List<Write> writes) {
            return decorated.write(writes);
        }

        @Override
        public int maximumWrites() {
            return decorated.maximumWrites();
        }

        @Override
        public TokenPage list(TokenQuery query) {
            return decorated.list(query);
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            return decorated.findUses(ids);
        }

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            decorated.recordUse(uses);
        }
    }
}
