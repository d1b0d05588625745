package dev.latchkey.resilience;

import dev.latchkey.jdbc.Signals;
import dev.latchkey.resilience.Operation.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The driver's end of a {@link Node}, which may be paused, killed and started again. Thread-safe. */
final class NodeProcess implements AutoCloseable {

    private static final long LONGEST_START_SECONDS = 120;

    private final int number;
    private final List<String> command;
    private final HistoryChecker checker;
    private final Map<String, String> watched = new ConcurrentHashMap<>();
    private final LongAdder verifications = new LongAdder();
    private final Map<Outcome, LongAdder> outcomes = new ConcurrentHashMap<>();
    private Process process;
    private Writer commands;
    private Thread reader;
    private volatile CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean expectedToEnd;

    /** @param store how it opens the store, for {@link SharedStore#of} */
    NodeProcess(int number, List<String> store, Duration bound, HistoryChecker checker) {
        this.number = number;
        this.checker = checker;
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Node.class.getName()));
        command.addAll(store);
        command.add(Long.toString(bound.toMillis()));
        start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    private synchronized void start() {
        try {
            Process started = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            CountDownLatch isReady = new CountDownLatch(1);
            ready = isReady;
            expectedToEnd = false;
            process = started;
            commands = started.outputWriter(StandardCharsets.US_ASCII);
            reader = new Thread(() -> read(started, isReady), "node " + number);
            reader.setDaemon(true);
            reader.start();
            watched.forEach((id, text) -> send("T " + id + " " + text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Process from, CountDownLatch isReady) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("READY")) {
                    isReady.countDown();
                } else if (words[0].equals("N") && words.length == 2) {
                    verifications.add(Long.parseLong(words[1]));
                } else if (words.length == 5) {
                    told(words);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // The last line of a killed process may have been cut.
        }
        if (!expectedToEnd) {
            checker.ended(number);
        }
    }

    private void told(String[] words) {
        Outcome outcome = Outcome.valueOf(words[4]);
        outcomes.computeIfAbsent(outcome, o -> new LongAdder()).increment();
        checker.add(Operation.verified(number, words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), outcome));
    }

    private synchronized void send(String line) {
        try {
            commands.write(line + "\n");
            commands.flush();
        } catch (IOException e) {
            // It was just killed, and is told again when it starts.
        }
    }

    int number() {
        return number;
    }

    long verifications() {
        return verifications.sum();
    }

    /** {@return how often each outcome was told, which is much more seldom than it came} */
    Map<Outcome, LongAdder> told() {
        return outcomes;
    }

    void awaitReady() {
        try {
            if (!ready.await(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("node " + number + " does not start");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void watch(String id, String text) {
        watched.put(id, text);
        send("T " + id + " " + text);
    }

    void leave(String id) {
        watched.remove(id);
        send("D " + id);
    }

    void setClockOff(Duration by) {
        send("C " + by.toMillis());
    }

    void takeAllConnections(Duration time) {
        send("P " + time.toMillis());
    }

    /** It stands still, and its clocks continue. */
    void pause() {
        Signals.pause(Stream.of(process.toHandle()));
    }

    void resume() {
        Signals.resume(Stream.of(process.toHandle()));
    }

    /** SIGKILL, and another one in its place. */
    void killAndRestart() {
        end();
        start();
        awaitReady();
    }

    private void end() {
        expectedToEnd = true;
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it tell the last, and ends it. */
    @Override
    public void close() {
        expectedToEnd = true;
        send("Q");
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        end();
    }
}
