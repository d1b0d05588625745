package dev.latchkey.benchmarks.fleet;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.jdbc.JdbcSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A PostgreSQL server with Latchkey's tables, a pool of connections, and the processor time that it has used. Linux
 * only.
 */
final class MeasuredServer implements AutoCloseable {

    private static final Path PROCESSES = Path.of("/proc");

    private final EmbeddedPostgres server;
    private final HikariDataSource pool;
    private final long process;
    private final Map<Long, Long> nanosOf = new HashMap<>();

    /** @param connections how many connections all callers share, as behind a pooler such as PgBouncer */
    MeasuredServer(int connections) throws IOException {
        Path data = Files.createTempDirectory("latchkey-fleet");
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("max_connections", String.valueOf(connections + 10))
                .setServerConfig("autovacuum", "off")
                .start();
        process = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(connections);
        pool = new HikariDataSource(config);
        JdbcSchema.createIfMissing(pool);
    }

    HikariDataSource pool() {
        return pool;
    }

    /** {@return the processor time of all of the server's processes so far, in nanoseconds} */
    long cpuNanos() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(this::isOfServer).forEach(each -> nanosOf.put(each.pid(), nanos(each.pid())));
        }
        return nanosOf.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean isOfServer(ProcessHandle each) {
        return each.pid() == process
                || each.parent().map(parent -> parent.pid() == process).orElse(false);
    }

    private long nanos(long pid) {
        try {
            String times =
                    Files.readString(PROCESSES.resolve(Long.toString(pid)).resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (IOException | UncheckedIOException e) {
            // The process has ended.
            return nanosOf.getOrDefault(pid, 0L);
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
        server.close();
    }
}
