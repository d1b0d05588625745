package dev.latchkey.resilience;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.jdbc.Tunnel;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Nodes that share a database, each by a link of its own, and what the driver needs to use both. */
final class Cluster implements Fleet {

    private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(20);

    private final Servers servers;
    private final String prefix = Database.newPrefix();
    private final HikariDataSource source;
    private final JdbcTokenStore store;
    private final HistoryChecker checker;
    private final List<Tunnel> links = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Traffic traffic;
    private final Breaker faults;

    /** @param servers which end with this */
    Cluster(Servers servers, Duration bound) {
        this.servers = servers;
        this.checker = new HistoryChecker(bound);
        this.source = servers.database().open(servers.url(), config -> {
            config.setConnectionTimeout(2_000);
            config.setMaximumPoolSize(8);
        });
        JdbcSchema.createIfMissing(source, prefix);
        this.store = JdbcTokenStore.builder(source)
                .dialect(servers.database().dialect())
                .tablePrefix(prefix)
                .statementTimeout(Duration.ofSeconds(2))
                .build();
        AccessTokens tokens = AccessTokens.builder(store)
                .withoutPrefix()
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .hasher(Node.CHEAP)
                .build();
        // The bound is in the store before anybody waits for it.
        Nodes.record(store, bound);
        for (int i = 0; i < NODES; i++) {
            servers.port(i).ifPresent(port -> links.add(new Tunnel(port)));
            List<String> words = List.of(servers.name(), urlOf(i), prefix);
            nodes.add(new NodeProcess(i, words, bound, checker));
        }
        this.traffic = new Traffic(tokens, nodes, bound, checker);
        this.faults = new Breaker(checker, kinds(), this::awaitAnswer);
        nodes.forEach(NodeProcess::awaitReady);
    }

    private List<Breakage> kinds() {
        List<Breakage> kinds = new ArrayList<>(new NodeFaults(nodes, store).all());
        kinds.add(Breakage.ofOne("POOL", (node, length, random) -> {
            nodes.get(node).takeAllConnections(Duration.ofNanos(length));
            Breaker.rest(length);
        }));
        if (!links.isEmpty()) {
            kinds.addAll(new LinkFaults(links.stream().map(List::of).toList()).all());
        }
        kinds.addAll(servers.faults(this));
        return kinds;
    }

    /** {@return how a node reaches the database} */
    private String urlOf(int node) {
        return links.isEmpty() ? servers.url() : servers.urlBy(links.get(node).port());
    }

    private void awaitAnswer(int felt) {
        if (felt == Fault.ALL) {
            servers.awaitWhole();
        }
        while (!links.isEmpty() && !answers(urlOf(felt == Fault.ALL ? 0 : felt))) {
            LockSupport.parkNanos(BETWEEN_PROBES);
        }
    }

    private static boolean answers(String url) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    OldCopy newOldCopy() {
        return new OldCopy(source, prefix);
    }

    @Override
    public HistoryChecker checker() {
        return checker;
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
        for (Tunnel link : links) {
            link.close();
        }
        source.close();
        servers.close();
    }
}
