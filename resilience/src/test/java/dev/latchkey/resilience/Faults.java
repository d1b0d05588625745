package dev.latchkey.resilience;

import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.jdbc.Tunnel;
import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Faults of nodes, of their way to the database, and of the database. */
final class Faults extends Breaker {

    private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");
    private static final int ALL_ENTRIES = 10_000;

    private final Database database;
    private final Cluster cluster;

    Faults(Database database, Cluster cluster) {
        super(cluster.checker(), cluster.nodes().size());
        this.database = database;
        this.cluster = cluster;
    }

    private enum Kind {
        PAUSE,
        KILL,
        POOL,
        CLOCK,
        TRIM,
        TRIM_DURING_PAUSE,
        OLD_COPY,
        HOLD(true),
        HALF_OPEN(true),
        DELAY(true),
        RESET(true),
        DATABASE(true);

        final boolean needsServer;

        Kind() {
            this(false);
        }

        Kind(boolean needsServer) {
            this.needsServer = needsServer;
        }

        boolean isOfAll() {
            return this == TRIM || this == OLD_COPY || this == DATABASE;
        }
    }

    @Override
    Breakage choose(Random random, int node, long length) {
        List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
        kinds.removeIf(kind -> kind.needsServer && database == Database.SQLITE);
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        int hours = random.nextInt(3) - 1;
        return new Breakage(
                kind.name(), kind.isOfAll() ? Fault.ALL : node, () -> breakAndMend(kind, node, length, hours));
    }

    private void breakAndMend(Kind kind, int number, long length, int hours) {
        NodeProcess node = cluster.nodes().get(number);
        switch (kind) {
            case PAUSE -> {
                node.pause();
                rest(length);
                node.resume();
            }
            case KILL -> node.killAndRestart();
            case POOL -> {
                node.takeAllConnections(Duration.ofNanos(length));
                rest(length);
            }
            case CLOCK -> node.setClockOff(Duration.ofHours(hours));
            case TRIM -> trim();
            case TRIM_DURING_PAUSE -> {
                node.pause();
                rest(length);
                trim();
                node.resume();
            }
            case OLD_COPY -> putBackAnOldCopy(length);
            case DATABASE -> database.killAndRestart();
            case HOLD, HALF_OPEN, DELAY, RESET -> breakWay(kind, cluster.ways().get(number), length);
        }
    }

    private static void breakWay(Kind kind, Tunnel way, long length) {
        switch (kind) {
            case HOLD -> way.hold();
            case HALF_OPEN -> way.holdAnswers();
            case DELAY -> way.delay(Duration.ofNanos(length / 10));
            default -> way.reset();
        }
        if (kind != Kind.RESET) {
            rest(length);
            way.release();
        }
    }

    private void trim() {
        JdbcTokenStore store = cluster.store();
        try {
            store.trim(FAR_FUTURE, ALL_ENTRIES);
        } catch (TokenStoreException e) {
            // The database is away; another time.
        }
    }

    private void putBackAnOldCopy(long length) {
        OldCopy copy = cluster.newOldCopy();
        try {
            long takenAt = cluster.traffic().copy(copy);
            rest(length);
            cluster.traffic().putBack(copy, takenAt);
        } catch (SQLException e) {
            throw new IllegalStateException("nobody else breaks the database meanwhile", e);
        }
    }

    @Override
    void awaitAnswer(int felt) {
        String url = cluster.urlOf(felt == Fault.ALL ? 0 : felt);
        while (database != Database.SQLITE) {
            try (Connection connection = DriverManager.getConnection(url)) {
                if (connection.isValid(1)) {
                    break;
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(BETWEEN_PROBES);
            }
        }
    }
}
