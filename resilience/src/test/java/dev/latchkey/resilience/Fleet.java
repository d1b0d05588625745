package dev.latchkey.resilience;

import dev.latchkey.jdbc.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Nodes that share a store, the traffic of the driver, and the faults that are made. */
interface Fleet extends AutoCloseable {

    /** The number of verifying processes. */
    int NODES = 4;

    Traffic traffic();

    List<NodeProcess> nodes();

    HistoryChecker checker();

    Breaker faults();

    @Override
    void close() throws IOException;

    /** Starts a fleet; its text names the engine. */
    interface Start {

        /**
         * {@return nodes that answer}
         *
         * @param folder for files
         * @param bound the bound on revocation
         */
        Fleet start(Path folder, Duration bound) throws IOException;

        /** {@return the start of a fleet on a {@link Database}, or on three members of Galera or etcd} */
        static Start on(String engine) {
            Start start = switch (engine) {
                case EtcdFleet.NAME -> (folder, bound) -> new EtcdFleet(bound);
                case GaleraServers.NAME, GaleraServers.UNGUARDED ->
                    (folder, bound) -> new Cluster(new GaleraServers(engine), bound);
                default -> {
                    Database database = Database.valueOf(engine);
                    yield (folder, bound) -> new Cluster(new SingleServer(database, folder), bound);
                }
            };
            return new Start() {
                @Override
                public Fleet start(Path folder, Duration bound) throws IOException {
                    return start.start(folder, bound);
                }

                @Override
                public String toString() {
                    return engine;
                }
            };
        }
    }
}
