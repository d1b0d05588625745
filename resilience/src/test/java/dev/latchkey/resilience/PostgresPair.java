package dev.latchkey.resilience;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.jdbc.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PostgreSQL primary and its synchronous standby on loopback, run by an ordinary user from Debian's package
 * {@code postgresql}: a commit is acknowledged when both have it on disk.
 *
 * <p>Without the package, tests are skipped, and say so; {@code -Dlatchkey.postgresql=required} makes them fail.
 */
final class PostgresPair implements AutoCloseable {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final long LONGEST_WAIT = TimeUnit.MINUTES.toNanos(2);
    private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path programs;
    private final Path folder;
    private final Server primary;
    private final Server standby;

    private PostgresPair(Path programs) throws IOException {
        this.programs = programs;
        this.folder = Files.createTempDirectory("latchkey-pair");
        this.primary = new Server(folder.resolve("primary"));
        this.standby = new Server(folder.resolve("standby"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        run("initdb", "--pgdata=" + primary.data, "--username=postgres", "--auth=trust", "--encoding=UTF8");
        primary.start("-c synchronous_standby_names=standby");
        run(
                "pg_basebackup",
                "--pgdata=" + standby.data,
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--dbname=host=127.0.0.1 port=" + primary.port + " user=postgres application_name=standby");
        standby.start("-c synchronous_standby_names=");
        awaitTrue(primary, "SELECT count(*) = 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
    }

    /** {@return a primary whose standby follows} */
    static PostgresPair start() throws IOException {
        Optional<Path> programs = programs();
        assertTrue(
                programs.isPresent() || !"required".equals(System.getProperty("latchkey.postgresql")),
                "postgresql is required, and not installed");
        assumeTrue(programs.isPresent(), "postgresql is not installed: promotions are not tested");
        return new PostgresPair(programs.orElseThrow());
    }

    private static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder());
        }
    }

    /** One of the two. */
    private final class Server {

        final Path data;
        final int port;

        Server(Path data) throws IOException {
            this.data = data;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                this.port = free.getLocalPort();
            }
        }

        void start(String options) {
            run(
                    "pg_ctl",
                    "--pgdata=" + data,
                    "--log=" + data + ".log",
                    "--wait",
                    "--timeout=120",
                    "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= " + options,
                    "start");
        }

        String url() {
            return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
        }

        /** {@return the server's first process and those that it started; none if it does not run} */
        List<ProcessHandle> processes() {
            try {
                String first =
                        Files.readAllLines(data.resolve("postmaster.pid")).get(0);
                return ProcessHandle.of(Long.parseLong(first)).stream()
                        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                        .toList();
            } catch (IOException e) {
                return List.of();
            }
        }
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // The server refuses to run as root; in a user namespace of its own it is somebody else.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        execute(command);
    }

    private void execute(List<String> command) {
        Path log = folder.resolve("commands.log");
        try {
            int result = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .waitFor();
            if (result != 0) {
                throw new IllegalStateException(command + " failed; see " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitTrue(Server server, String query) {
        long deadline = System.nanoTime() + LONGEST_WAIT;
        while (!isTrue(server, query)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("this does not become true: " + query);
            }
            LockSupport.parkNanos(BETWEEN_PROBES);
        }
    }

    private static boolean isTrue(Server server, String query) {
        try (Connection connection = DriverManager.getConnection(server.url());
                ResultSet row = connection.createStatement().executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    String primaryUrl() {
        return primary.url();
    }

    String standbyUrl() {
        return standby.url();
    }

    /** SIGSTOP: all of its processes stand still, and their connections stay open. */
    void pausePrimary() {
        Signals.pause(primary.processes().stream());
    }

    void resumePrimary() {
        Signals.resume(primary.processes().stream());
    }

    /** Returns when the standby takes writes. */
    void promoteStandby() {
        run("pg_ctl", "--pgdata=" + standby.data, "--wait", "--timeout=120", "promote");
        awaitTrue(standby, "SELECT NOT pg_is_in_recovery()");
    }

    @Override
    public void close() {
        Stream.of(primary, standby)
                .flatMap(server -> server.processes().stream())
                .forEach(ProcessHandle::destroyForcibly);
    }
}
