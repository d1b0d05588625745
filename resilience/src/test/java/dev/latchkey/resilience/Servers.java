package dev.latchkey.resilience;

import dev.latchkey.jdbc.Database;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/** One database that the nodes share: a file, a server, or several servers. */
interface Servers extends AutoCloseable {

    /** {@return whose driver and dialect they need} */
    Database database();

    /** {@return by which {@link SharedStore#of} knows them} */
    default String name() {
        return database().name();
    }

    /** {@return the address for the driver, which issues and revokes} */
    String url();

    /** {@return where a node's server listens; empty if it is no server} */
    OptionalInt port(int node);

    /** {@return the address of a server that is reached by a port} */
    String urlBy(int port);

    /** {@return what can break of them} */
    List<Breakage> faults(Cluster cluster);

    /** Waits until all are whole; that each link leads to an answer is not its concern. */
    void awaitWhole();

    @Override
    void close() throws IOException;
}
