package dev.latchkey.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL server from embedded binaries, which can be killed; its sessions live in another time zone than the tests.
 *
 * <p>The library that brings the binaries makes the folder of the database. It would run the server without fsync and
 * without waiting for commits, as nobody should for tokens; so it is run from here.
 */
final class PostgresServer {

    private static final int MAXIMUM_STARTS = 50;

    private final Path data;
    private final Path program;
    private final int port;

    PostgresServer() {
        try {
            this.data = Files.createTempDirectory("latchkey-postgres").resolve("data");
            this.program = initialize();
            try (ServerSocket free = new ServerSocket(0)) {
                this.port = free.getLocalPort();
            }
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    private Path initialize() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(5))
                .start()) {
            return Path.of(postmaster().info().command().orElseThrow());
        }
    }

    private ProcessHandle postmaster() throws IOException {
        long process = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(process).orElseThrow();
    }

    private void start() {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as root; in a user namespace of its own it is somebody else.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                program.resolveSibling("pg_ctl").toString(),
                "--pgdata=" + data,
                "--options=-p " + port + " -c timezone=Asia/Kathmandu -c listen_addresses=127.0.0.1",
                "--log=" + data.resolveSibling("server.log"),
                "--wait",
                "--timeout=300",
                "start"));
        for (int tries = 1; run(command) != 0; tries++) {
            // The processes that a killed one left behind end by themselves, a moment later.
            if (tries == MAXIMUM_STARTS) {
                throw new IllegalStateException("PostgreSQL does not start; see " + data.getParent());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    int port() {
        return port;
    }

    private void kill() {
        try {
            ProcessHandle postmaster = postmaster();
            postmaster.destroyForcibly();
            postmaster.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL, and a start at once. */
    void killAndRestart() {
        kill();
        start();
    }
}
