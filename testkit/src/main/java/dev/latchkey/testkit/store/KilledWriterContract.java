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
 * What a store that keeps its tokens on a disk still knows after its process was killed: whatever it acknowledged. Extend
 * it, give a store that keeps everything in a folder, and run.
 *
 * <ul>
 *   <li>TK-1: after SIGKILL, every acknowledged insertion, revocation, replacement and deletion is there, and no more than
 *       the one operation that was under way.
 * </ul>
 *
 * <p>A writer is killed again and again on one folder, which nothing else opens in between. An engine can keep every
 * acknowledged write while its files are young and lose some as soon as it reuses blocks that were freed: H2 2.5.252 does
 * so from an age of about 45 seconds.
 *
 * <p>The writer is a process of its own, with the class path of the test. It makes an instance of the subclass and opens the
 * store by it, so the subclass needs a constructor without parameters and must not be an inner class.
 */
public abstract class KilledWriterContract {

    /** For subclasses. */
    protected KilledWriterContract() {}

    /**
     * {@return a store of what the folder holds}
     *
     * @param directory an empty folder at first, then the one that the last killed process has left
     * @throws Exception if it cannot be opened: the test then fails
     */
    protected abstract TokenStore open(Path directory) throws Exception;

    /** {@return how often the writer is killed, at least; 60 unless a subclass overrides this} */
    protected int kills() {
        return 60;
    }

    /** {@return the age that the files reach, at least; 90 seconds unless a subclass overrides this} */
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

    /** {@return what the writer found to be lost since the last one was killed} */
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
