package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules of a store on a disk: all acknowledged writes are there after its process was killed. Extend it and return
 * a store that keeps everything in a folder.
 *
 * <ul>
 *   <li>TK-1: after SIGKILL, every acknowledged insertion, revocation, replacement and deletion is there, and at most
 *       the one operation that was in progress.
 * </ul>
 *
 * <p>Writers are killed repeatedly on one folder, which nothing else opens in between. An engine can keep every
 * acknowledged write while its files are young and lose some when it reuses freed blocks: H2 2.5.252 does so from an
 * age of about 45 seconds.
 *
 * <p>The writer is a separate process, with the class path of the test. It opens the store by an instance of the
 * subclass, so the subclass needs a constructor without parameters and must not be an inner class.
 */
public abstract class KilledWriterContract {

    /** For subclasses. */
    protected KilledWriterContract() {}

    /**
     * {@return a store of the folder's content}
     *
     * @param directory an empty folder at first, then the folder as the last killed process left it
     * @throws Exception if it cannot be opened: the test then fails
     */
    protected abstract TokenStore open(Path directory) throws Exception;

    /** {@return the minimum number of kills. Default: 60} */
    protected int kills() {
        return 60;
    }

    /** {@return the minimum age that the files reach. Default: 90 seconds} */
    protected Duration age() {
        return Duration.ofSeconds(90);
    }

    /** TK-1; else a revoked token works again after a crash, and a token that a client was shown does not. */
    @Test
    @Tag("TK-1")
    void acknowledged_writes_survive_the_kills_of_a_writer_on_a_folder_that_grows_old(@TempDir Path folder)
            throws Exception {
        AcknowledgedWrites acknowledged = new AcknowledgedWrites();
        // The files appear with the first writer, a moment later.
        long start = System.nanoTime();
        List<String> losses = new ArrayList<>();
        int kills = 0;
        while (kills <= kills() || System.nanoTime() - start < age().toNanos()) {
            List<String> lost = writeUntilKilled(folder, acknowledged);
            if (!lost.isEmpty()) {
                losses.add("kill " + kills + ", age " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)
                        + " s: " + lost);
            }
            kills++;
        }
        assertThat(losses)
                .as("what %d kills undid of %d writes", kills, acknowledged.number())
                .isEmpty();
        assertThat(acknowledged.number()).as("acknowledged writes").isGreaterThan(3 * kills);
    }

    /** {@return the losses that the writer found since the last kill} */
    private List<String> writeUntilKilled(Path folder, AcknowledgedWrites acknowledged) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        getClass().getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long life = ThreadLocalRandom.current().nextLong(age().toNanos() / kills());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = lines.readLine();
            for (; line != null && !line.equals(KilledWriter.READY); line = lines.readLine()) {
                acknowledged.found(line);
            }
            assertThat(line).as("the writer has opened the store").isNotNull();
            List<String> lost = acknowledged.compareWithFound();
            Thread killer = new Thread(() -> killAfter(writer, life));
            killer.start();
            for (line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(line);
            }
            return lost;
        } finally {
            writer.destroyForcibly();
        }
    }

    private static void killAfter(Process writer, long nanos) {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        // The handle leaves the stream open, which may still contain the last acknowledgements.
        writer.toHandle().destroyForcibly();
    }
}
