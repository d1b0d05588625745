package dev.latchkey.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of a {@link GaleraCluster}: a process that may be killed, stopped, isolated and started again. */
final class GaleraMember {

    static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");
    static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(50);
    /** A member that is silent for two seconds is excluded; by default it takes five. */
    private static final String PATIENCE =
            "evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT6S;evs.install_timeout=PT6S";

    private static final Pattern RECOVERED = Pattern.compile("Recovered position: ?(\\S+)");

    private final Path folder;
    private final int port;
    private final List<String> command;
    private Process process;

    /**
     * A member that does not run yet.
     *
     * @param address where the others reach it; an address of loopback, which tells its packets from theirs
     * @param groupPort where it listens for the others
     * @param all where each of them listens
     */
    GaleraMember(Path folder, String address, int groupPort, List<String> all) {
        this.folder = folder;
        this.port = MariaDbServer.freePort();
        this.command = MariaDbServer.options(PROGRAM, folder, port);
        command.addAll(List.of(
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=16M",
                "--binlog-format=ROW",
                "--innodb-autoinc-lock-mode=2",
                "--wsrep-on=ON",
                "--wsrep-provider=" + PROVIDER,
                "--wsrep-provider-options=gmcast.listen_addr=tcp://" + address + ":" + groupPort + ";ist.recv_addr="
                        + address + ":" + MariaDbServer.freePort() + ";gcache.size=32M;" + PATIENCE,
                "--wsrep-cluster-name=latchkey-" + all.get(0).replaceAll(".*:", ""),
                "--wsrep-cluster-address=gcomm://" + String.join(",", all),
                "--wsrep-node-name=" + folder.getFileName(),
                "--wsrep-node-address=" + address,
                "--wsrep-sst-method=rsync",
                "--wsrep-sst-receive-address=" + address + ":" + MariaDbServer.freePort()));
    }

    int port() {
        return port;
    }

    /** Begins a cluster. */
    void bootstrap() throws IOException {
        MariaDbServer.install(folder, List.of("mariadb-install-db"));
        process = launch("--wsrep-new-cluster");
    }

    /** Joins the others with nothing: one of them sends it everything. */
    void joinWithNothing() throws IOException {
        Path data = folder.resolve("data");
        MariaDbServer.run(folder, "rm", "-rf", data.toString());
        Files.createDirectory(data);
        process = launch();
    }

    /** Joins the others with what is on disk: they send it what it lacks. */
    void rejoin() throws IOException {
        Path log = folder.resolve("recovery.log");
        Files.deleteIfExists(log);
        try {
            start(log, "--wsrep-recover").waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Optional<String> position = RECOVERED
                .matcher(Files.readString(log))
                .results()
                .map(result -> result.group(1))
                .findFirst();
        process = launch("--wsrep-start-position="
                + position.orElseThrow(() -> new IllegalStateException("no position is recovered; see " + log)));
    }

    private Process launch(String... more) throws IOException {
        return start(folder.resolve("server.log"), more);
    }

    private Process start(Path log, String... more) throws IOException {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // What receives the data of another member would become nobody; in a user namespace it remains the owner.
            all.addAll(List.of("unshare", "-U"));
        }
        all.addAll(command);
        all.addAll(List.of(more));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It stands still, and keeps its connections. */
    void pause() {
        Signals.pause(Stream.of(process.toHandle()));
    }

    void resume() {
        Signals.resume(Stream.of(process.toHandle()));
    }

    /** Closes its connections to the other members, makes and takes none, and returns when it knows that it is alone. */
    void isolate() {
        execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
        await(() -> has("wsrep_cluster_status", "non-Primary"));
    }

    void endIsolation() {
        execute("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'");
    }

    /** Executes it by a connection of its own. */
    void execute(String statement) {
        try (Connection connection = connect();
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(GaleraCluster.url("", "127.0.0.1:" + port, "") + "&socketTimeout=2000");
    }

    /** Waits until it is one of so many members, and has applied what they have. */
    void awaitSynced(int members) {
        await(() -> has("wsrep_local_state_comment", "Synced")
                && has("wsrep_cluster_status", "Primary")
                && has("wsrep_cluster_size", Integer.toString(members))
                && answersWithTheOthers());
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IllegalStateException("the member does not join, or ended; see " + folder);
            }
            LockSupport.parkNanos(BETWEEN_PROBES);
        }
    }

    private boolean has(String status, String value) {
        try (Connection connection = connect()) {
            return status(connection, status).equals(value);
        } catch (SQLException e) {
            return false;
        }
    }

    /** What it says of itself may be old news; this needs those who are members now. */
    private boolean answersWithTheOthers() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION wsrep_sync_wait = 7");
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static String status(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW STATUS LIKE '" + name + "'")) {
            return row.next() ? row.getString(2) : "";
        }
    }

    /** Ends it, and deletes its data; what it logged remains. */
    void destroy() throws IOException {
        if (process != null) {
            kill();
        }
        MariaDbServer.run(folder, "rm", "-rf", folder.resolve("data").toString());
    }
}
