package dev.latchkey.resilience;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.jdbc.Tunnel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes that share a database, each by a way of its own, and what the driver needs to use both. */
final class Cluster implements Fleet {

    private final Database database;
    private final String file;
    private final String prefix = Database.newPrefix();
    private final HikariDataSource source;
    private final JdbcTokenStore store;
    private final AccessTokens tokens;
    private final HistoryChecker checker;
    private final List<Tunnel> ways = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Traffic traffic;
    private final Faults faults;

    Cluster(Database database, Path folder, Duration bound) {
        this.database = database;
        this.file = database.url(folder.resolve("tokens.db"));
        this.checker = new HistoryChecker(bound);
        this.source = database.open(file, config -> {
            config.setConnectionTimeout(2_000);
            config.setMaximumPoolSize(8);
        });
        JdbcSchema.createIfMissing(source, prefix);
        this.store = JdbcTokenStore.builder(source)
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .statementTimeout(Duration.ofSeconds(2))
                .build();
        this.tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .hasher(Node.CHEAP)
                .build();
        // The bound is in the store before anybody waits for it.
        Nodes.record(store, bound);
        for (int i = 0; i < NODES; i++) {
            if (database != Database.SQLITE) {
                ways.add(new Tunnel(database.port()));
            }
            nodes.add(new NodeProcess(i, List.of(database.name(), urlOf(i), prefix), bound, checker));
        }
        this.traffic = new Traffic(tokens, nodes, bound, checker);
        this.faults = new Faults(database, this);
        nodes.forEach(NodeProcess::awaitReady);
    }

    /** {@return how a node reaches the database} */
    String urlOf(int node) {
        return database == Database.SQLITE
                ? file
                : database.url(ways.get(node).port()).replace("connectTimeout=5000", "connectTimeout=1000");
    }

    OldCopy newOldCopy() {
        return new OldCopy(source, prefix);
    }

    JdbcTokenStore store() {
        return store;
    }

    @Override
    public HistoryChecker checker() {
        return checker;
    }

    List<Tunnel> ways() {
        return ways;
    }

    @Override
    public List<NodeProcess> nodes() {
        return nodes;
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Breaker faults() {
        return faults;
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(NodeProcess::close);
        for (Tunnel way : ways) {
            way.close();
        }
        source.close();
    }
}
