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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Breaks one thing after another, and tells the checker from when to when; several threads may break at once. */
final class Faults {

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);
    private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");
    private static final int ALL_ENTRIES = 10_000;

    private final Database database;
    private final Cluster cluster;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<Lock> nodeLocks = new ArrayList<>();
    private final Lock databaseLock = new ReentrantLock();

    Faults(Database database, Cluster cluster) {
        this.database = database;
        this.cluster = cluster;
        cluster.nodes().forEach(node -> nodeLocks.add(new ReentrantLock()));
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

    /** {@return how many faults of each kind there were} */
    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Breaks something, and returns when it is whole again. */
    void step(Random random) {
        List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
        kinds.removeIf(kind -> kind.needsServer && database == Database.SQLITE);
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        int node = random.nextInt(nodeLocks.size());
        double share = random.nextDouble();
        long length = SHORTEST + (long) ((LONGEST - SHORTEST) * share * share);
        Lock lock = kind.isOfAll() ? databaseLock : nodeLocks.get(node);
        if (!lock.tryLock()) {
            return;
        }
        try {
            long began = System.nanoTime();
            int felt = kind.isOfAll() ? Fault.ALL : node;
            // Until it is over, nobody knows when that will be.
            Fault lasting = new Fault(kind.name(), felt, began, Long.MAX_VALUE / 2);
            cluster.checker().add(lasting);
            breakAndMend(kind, node, length, random);
            cluster.checker().replace(lasting, new Fault(kind.name(), felt, began, firstConnection(node, felt)));
            synchronized (this) {
                counts.merge(kind.name(), 1, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    private void breakAndMend(Kind kind, int number, long length, Random random) {
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
            case CLOCK -> node.setClockOff(Duration.ofHours(random.nextInt(3) - 1));
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

    private static void rest(long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** {@return when a connection over the way of the node, or of each, was first answered} */
    private long firstConnection(int node, int felt) {
        String url = cluster.urlOf(felt == Fault.ALL ? 0 : node);
        while (database != Database.SQLITE) {
            try (Connection connection = DriverManager.getConnection(url)) {
                if (connection.isValid(1)) {
                    break;
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(BETWEEN_PROBES);
            }
        }
        return System.nanoTime();
    }
}
