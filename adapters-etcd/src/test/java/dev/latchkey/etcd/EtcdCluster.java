package dev.latchkey.etcd;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.maintenance.StatusResponse;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Members of etcd on loopback, each a process that may be killed, stopped and started again. Thread-safe, but for two
 * faults of one member at once.
 *
 * <p>The program is the one on the path, or the one that {@code -Dlatchkey.etcd=} names. Without it, tests are
 * skipped, and say so; {@code -Dlatchkey.etcd=required} makes them fail.
 */
public final class EtcdCluster implements AutoCloseable {

    private static final String REQUIRED = "required";
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final long BETWEEN_PROBES = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path folder;
    private final Security security;
    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> endpoints = new ArrayList<>();
    private final List<Process> members = new ArrayList<>();

    /**
     * How clients connect.
     *
     * @param scheme of the members' addresses
     * @param options of the members
     * @param connect what a client needs
     */
    record Security(String scheme, List<String> options, UnaryOperator<ClientBuilder> connect) {

        static final Security NONE = new Security("http", List.of(), builder -> builder);
    }

    private EtcdCluster(Path program, int size, Security security, IntUnaryOperator link) throws IOException {
        this.folder = Files.createTempDirectory("latchkey-etcd");
        this.security = security;
        int[] peers = IntStream.range(0, size).map(i -> freePort()).toArray();
        List<String> reached = IntStream.of(peers)
                .mapToObj(port -> "http://127.0.0.1:" + link.applyAsInt(port))
                .toList();
        String all = IntStream.range(0, size)
                .mapToObj(i -> "m" + i + "=" + reached.get(i))
                .collect(Collectors.joining(","));
        for (int i = 0; i < size; i++) {
            endpoints.add(security.scheme() + "://127.0.0.1:" + freePort());
            List<String> command = new ArrayList<>(List.of(
                    program.toString(),
                    "--name=m" + i,
                    "--data-dir=" + folder.resolve("m" + i),
                    "--listen-client-urls=" + endpoints.get(i),
                    "--advertise-client-urls=" + endpoints.get(i),
                    "--listen-peer-urls=http://127.0.0.1:" + peers[i],
                    "--initial-advertise-peer-urls=" + reached.get(i),
                    "--initial-cluster=" + all,
                    "--initial-cluster-token=" + folder.getFileName(),
                    "--logger=zap",
                    "--log-level=error"));
            command.addAll(security.options());
            commands.add(command);
            members.add(launch(i));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        awaitAnswer();
    }

    /**
     * {@return members that answer}
     *
     * @param size how many
     */
    public static EtcdCluster start(int size) {
        return start(size, Security.NONE);
    }

    static EtcdCluster start(int size, Security security) {
        return start(size, security, port -> port);
    }

    /**
     * {@return members that answer}
     *
     * @param size how many
     * @param link from a port where a member listens to the others to the one by which they reach it
     */
    public static EtcdCluster start(int size, IntUnaryOperator link) {
        return start(size, Security.NONE, link);
    }

    private static EtcdCluster start(int size, Security security, IntUnaryOperator link) {
        String named = System.getProperty("latchkey.etcd", "");
        Optional<Path> program = named.isEmpty() || named.equals(REQUIRED) ? onThePath() : Optional.of(Path.of(named));
        assertTrue(program.isPresent() || named.isEmpty(), "etcd is required, and not on the path");
        assumeTrue(program.isPresent(), "etcd is not on the path: stores on etcd are not tested");
        try {
            return new EtcdCluster(program.orElseThrow(), size, security, link);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onThePath() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch(int member) throws IOException {
        return new ProcessBuilder(commands.get(member))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("m" + member + ".log").toFile()))
                .start();
    }

    /** {@return the addresses of all members} */
    public List<String> endpoints() {
        return List.copyOf(endpoints);
    }

    public int size() {
        return members.size();
    }

    /** {@return connections to all members, which the caller closes} */
    public Client client() {
        return security.connect().apply(client(endpoints)).build();
    }

    /** {@return how to connect to some members, as the documentation recommends it} */
    public static ClientBuilder client(List<String> endpoints) {
        return Client.builder()
                .endpoints(endpoints.toArray(String[]::new))
                .connectTimeout(Duration.ofSeconds(2))
                .keepaliveTime(Duration.ofSeconds(10))
                .keepaliveTimeout(Duration.ofSeconds(5));
    }

    /** Waits until a majority answers. */
    public void awaitAnswer() {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        try (Client client = client()) {
            while (!answers(client)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("etcd does not answer; its logs are in " + folder);
                }
                LockSupport.parkNanos(BETWEEN_PROBES);
            }
        }
    }

    private static boolean answers(Client client) {
        try {
            client.getKVClient()
                    .get(ByteSequence.from("probe", StandardCharsets.US_ASCII))
                    .get(1, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the member that leads, or the first one if none does} */
    public int leader() {
        return IntStream.range(0, size())
                .filter(member -> status(member)
                        .filter(status -> status.getHeader().getMemberId() == status.getLeader())
                        .isPresent())
                .findFirst()
                .orElse(0);
    }

    /** {@return by which the members know a member that answers} */
    public long id(int member) {
        return status(member).orElseThrow().getHeader().getMemberId();
    }

    /** {@return what a member says of itself; empty if it stands still, or is gone} */
    private Optional<StatusResponse> status(int member) {
        try (Client client = client()) {
            return Optional.of(client.getMaintenanceClient()
                    .statusMember(endpoints.get(member))
                    .get(1, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGSTOP: the member stands still, and keeps its connections. */
    public void pause(int member) {
        signal(member, "-STOP");
    }

    public void resume(int member) {
        signal(member, "-CONT");
    }

    private void signal(int member, String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(members.get(member).pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL. */
    public void kill(int member) {
        members.get(member).destroyForcibly();
        try {
            members.get(member).waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a member that was killed, on what it has on disk. */
    public void restart(int member) {
        try {
            members.set(member, launch(member));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the bytes of a member's database file} */
    public long databaseBytes(int member) throws IOException {
        return Files.size(folder.resolve("m" + member).resolve("member/snap/db"));
    }

    @Override
    public void close() {
        members.forEach(Process::destroyForcibly);
        for (Process member : members) {
            try {
                member.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        delete(folder.toFile());
    }

    private static void delete(File file) {
        File[] files = file.listFiles();
        if (files != null) {
            Stream.of(files).forEach(EtcdCluster::delete);
        }
        file.delete();
    }
}
