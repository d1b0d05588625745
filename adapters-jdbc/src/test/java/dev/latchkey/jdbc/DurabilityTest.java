package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenStoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What was acknowledged is there after SIGKILL, of the writing process or of the database's server.
 *
 * <p>{@code -Dlatchkey.kills} says how often the writer is killed, {@code -Dlatchkey.server-kills} how often the server. SIGKILL
 * loses what a process has not handed to the operating system; it does not lose what the system has not written to the disk.
 * The settings that decide that are looked at by themselves.
 */
class DurabilityTest {

    private static final int KILLS = Integer.getInteger("latchkey.kills", 3);
    private static final int SERVER_KILLS = Integer.getInteger("latchkey.server-kills", 1);

    private static final int FEWEST_BEFORE_A_KILL = 4;

    private final Random random = new Random();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void what_a_killed_process_was_told_is_there(Database database) throws Exception {
        assumeThat(database != Database.MYSQL || MariaDbServer.hasMySql())
                .as("without a MySQL server this is MARIADB again")
                .isTrue();
        int acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            String prefix = Database.newPrefix();
            String url = database.url(folder.resolve("tokens" + kill));
            try (HikariDataSource source = database.open(url)) {
                JdbcSchema.createIfMissing(source, prefix);
            }

            Acknowledgements told = writeUntilKilled(database, url, prefix);

            try (HikariDataSource source = database.open(url)) {
                JdbcTokenStore store = JdbcTokenStore.builder(source)
                        .dialect(database.dialect())
                        .tablePrefix(prefix)
                        .build();
                told.assertKept(store, TokenWriter.CHEAP, 1);
            }
            acknowledged += told.size();
        }
        assertThat(acknowledged).isGreaterThanOrEqualTo(FEWEST_BEFORE_A_KILL * KILLS);
    }

    private Acknowledgements writeUntilKilled(Database database, String url, String prefix) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenWriter.class.getName(),
                        database.name(),
                        url,
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Acknowledgements told = new Acknowledgements();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            int before = FEWEST_BEFORE_A_KILL + random.nextInt(40);
            for (int i = 0; i < before; i++) {
                String line = lines.readLine();
                assertThat(line).as("acknowledgement " + i).isNotNull();
                told.add(line);
            }
            long life = TimeUnit.MILLISECONDS.toNanos(random.nextInt(50));
            Thread killer = new Thread(() -> {
                long deadline = System.nanoTime() + life;
                while (System.nanoTime() < deadline) {
                    LockSupport.parkNanos(deadline - System.nanoTime());
                }
                // The handle leaves the stream open, in which the last words may still be.
                writer.toHandle().destroyForcibly();
            });
            killer.start();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The last line may have been cut.
                if (isWhole(line)) {
                    told.add(line);
                }
            }
        } finally {
            writer.destroyForcibly();
        }
        return told;
    }

    private static boolean isWhole(String line) {
        int length = switch (line.charAt(0)) {
            case 'I' -> 2 + 76;
            case 'R' -> 2 + 26;
            default -> 2 + 26 + 1 + 76;
        };
        return line.length() == length;
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, true", "POSTGRESQL, false", "MARIADB, false", "MYSQL, false"})
    void what_was_acknowledged_is_there_after_the_server_is_killed(Database database, boolean defaultProfile)
            throws Exception {
        assumeThat(database != Database.MYSQL || MariaDbServer.hasMySql()).isTrue();
        SecretHasher hasher = defaultProfile ? Argon2SecretHasher.owasp() : TokenWriter.CHEAP;
        for (int kill = 0; kill < SERVER_KILLS; kill++) {
            String prefix = Database.newPrefix();
            JdbcTokenStore store = database.store(prefix);
            Acknowledgements told = new Acknowledgements();
            AtomicBoolean began = new AtomicBoolean();
            AtomicBoolean restarted = new AtomicBoolean();
            TokenWriter writer = new TokenWriter(store, hasher, line -> {
                told.add(line);
                began.set(true);
            });
            Thread writing = new Thread(() -> writeUntilItFails(writer, restarted));
            writing.start();
            while (!began.get() && writing.isAlive()) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));

            database.killAndRestart();
            // A writer that was about to borrow a connection waits for the server, and does not fail at all.
            restarted.set(true);

            writing.join();
            assertThat(told.size()).isPositive();
            FaultsTest.recovers(store);
            told.assertKept(store, hasher, 1);
        }
    }

    private static void writeUntilItFails(TokenWriter writer, AtomicBoolean restarted) {
        try {
            while (!restarted.get()) {
                writer.step();
            }
        } catch (TokenStoreException e) {
            // The server is gone.
        }
    }

    @Test
    void the_servers_write_to_the_disk_at_each_commit() throws Exception {
        assertThat(setting(Database.POSTGRESQL, "SHOW fsync")).isEqualTo("on");
        assertThat(setting(Database.POSTGRESQL, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(setting(Database.MARIADB, "SELECT @@innodb_flush_log_at_trx_commit"))
                .isEqualTo("1");
        assertThat(setting(Database.MYSQL, "SELECT @@innodb_flush_log_at_trx_commit"))
                .isEqualTo("1");
        assertThat(setting(Database.SQLITE, "PRAGMA synchronous")).isEqualTo("2");
    }

    private static String setting(Database database, String query) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
