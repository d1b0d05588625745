package dev.latchkey.resilience;

import dev.latchkey.jdbc.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;

/** A database of one server, or in a file. */
record SingleServer(Database database, String url) implements Servers {

    SingleServer(Database database, Path folder) {
        this(database, database.url(folder.resolve("tokens.db")));
    }

    @Override
    public OptionalInt port(int node) {
        return database == Database.SQLITE ? OptionalInt.empty() : OptionalInt.of(database.port());
    }

    @Override
    public String urlBy(int port) {
        return database.url(port).replace("connectTimeout=5000", "connectTimeout=1000");
    }

    @Override
    public List<Breakage> faults(Cluster cluster) {
        Breakage oldCopy = Breakage.ofAll("OLD_COPY", (node, length, random) -> putBackAnOldCopy(cluster, length));
        return database == Database.SQLITE
                ? List.of(oldCopy)
                : List.of(oldCopy, Breakage.ofAll("DATABASE", (node, length, random) -> database.killAndRestart()));
    }

    private static void putBackAnOldCopy(Cluster cluster, long length) {
        OldCopy copy = cluster.newOldCopy();
        try {
            long takenAt = cluster.traffic().copy(copy);
            Breaker.rest(length);
            cluster.traffic().putBack(copy, takenAt);
        } catch (SQLException e) {
            throw new IllegalStateException("nobody else breaks the database meanwhile", e);
        }
    }

    @Override
    public void awaitWhole() {
        // It was started again by whoever killed it.
    }

    @Override
    public void close() {
        // The server is of all tests.
    }
}
