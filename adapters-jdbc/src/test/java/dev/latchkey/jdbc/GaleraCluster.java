package dev.latchkey.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Three members of a Galera cluster on loopback, from Debian's packages {@code mariadb-server} and {@code galera-4}.
 *
 * <p>Without the packages, tests are skipped, and say so; {@code -Dlatchkey.galera=required} makes them fail.
 */
public final class GaleraCluster implements AutoCloseable {

    public static final int SIZE = 3;

    /** What an address needs, so that a read sees what was acknowledged elsewhere. */
    public static final String WAITING = "&sessionVariables=wsrep_sync_wait=7";

    private static @Nullable GaleraCluster shared;

    private final List<GaleraMember> members = new ArrayList<>();

    private GaleraCluster() throws IOException {
        Path folder = Files.createTempDirectory("latchkey-galera");
        List<Integer> ports =
                IntStream.range(0, SIZE).mapToObj(i -> MariaDbServer.freePort()).toList();
        List<String> all = IntStream.range(0, SIZE)
                .mapToObj(i -> address(i) + ":" + ports.get(i))
                .toList();
        for (int i = 0; i < SIZE; i++) {
            Path own = Files.createDirectory(folder.resolve("m" + i));
            members.add(new GaleraMember(own, address(i), ports.get(i), all));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        members.get(0).bootstrap();
        members.get(0).awaitSynced(1);
        members.get(0).execute("CREATE DATABASE latchkey");
        for (int i = 1; i < SIZE; i++) {
            members.get(i).joinWithNothing();
        }
        awaitAllSynced();
    }

    /** {@return one that all tests share which break nothing, until the JVM ends} */
    static synchronized GaleraCluster shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** {@return members that are in sync} */
    public static GaleraCluster start() {
        boolean installed = Files.isExecutable(GaleraMember.PROGRAM) && Files.exists(GaleraMember.PROVIDER);
        assertTrue(
                installed || !"required".equals(System.getProperty("latchkey.galera")),
                "mariadb-server and galera-4 are required, and not installed");
        assumeTrue(installed, "mariadb-server and galera-4 are not installed: Galera is not tested");
        try {
            return new GaleraCluster();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return where a member speaks with the others} */
    public static String address(int member) {
        return "127.0.0.1" + (member + 1);
    }

    /** {@return where a member listens for clients, on loopback's usual address} */
    public int port(int member) {
        return members.get(member).port();
    }

    /** {@return the address of a member, without settings} */
    String url(int member) {
        return urlBy(port(member));
    }

    /** {@return the address of the server that is reached by a port, without settings} */
    public static String urlBy(int port) {
        return url("", "127.0.0.1:" + port, "latchkey");
    }

    /** {@return an address by which each connection is to some member, and to another one if that is away} */
    public String urlOfAll() {
        return url(
                "loadbalance:",
                members.stream().map(member -> "127.0.0.1:" + member.port()).collect(Collectors.joining(",")),
                "latchkey");
    }

    static String url(String mode, String hosts, String database) {
        return "jdbc:mariadb:" + mode + "//" + hosts + "/" + database
                + "?user=root&sslMode=disable&permitMysqlScheme=true&connectTimeout=1000";
    }

    /** {@return the same connections to a member, which no longer says that it is one: it is not required to wait} */
    public static DataSource unguarded(DataSource member) {
        return Intercepted.dataSource(
                member,
                call -> call.target() instanceof Statement statement
                                && Arrays.asList(call.arguments()).contains("SHOW GLOBAL VARIABLES LIKE 'wsrep_on'")
                        ? statement.executeQuery("SHOW VARIABLES LIKE 'none'")
                        : call.proceed());
    }

    /** SIGKILL. */
    public void kill(int member) {
        members.get(member).kill();
    }

    /** Starts a member that was killed, on what it has on disk. */
    public void rejoin(int member) {
        try {
            members.get(member).rejoin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a member that was killed, without what it has on disk. */
    public void joinWithNothing(int member) {
        try {
            members.get(member).joinWithNothing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGSTOP. */
    public void pause(int member) {
        members.get(member).pause();
    }

    public void resume(int member) {
        members.get(member).resume();
    }

    /** Cuts a member's connections to the others, and returns when it has noticed. */
    public void isolate(int member) {
        members.get(member).isolate();
    }

    public void endIsolation(int member) {
        members.get(member).endIsolation();
    }

    /** Waits until all members are in sync. */
    public void awaitAllSynced() {
        members.forEach(member -> member.awaitSynced(SIZE));
    }

    @Override
    public void close() {
        for (GaleraMember member : members) {
            try {
                member.destroy();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
