package dev.latchkey.example;

import static dev.latchkey.example.RunningPage.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of the service has of a token that its page has shown: in memory, in its log, in its files. */
class HeapAfterRevealTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern GREETING =
            Pattern.compile("Listening at (\\S+).*?, password (\\S+).*-X DELETE", Pattern.DOTALL);
    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

    @TempDir
    private Path folder;

    @Test
    void a_token_is_not_reachable_after_the_answer_that_shows_it() throws Exception {
        Path log = folder.resolve("log");
        Process service = start(log);
        try {
            Matcher greeting = greeting(service, log);
            HttpUser owner = new HttpUser(greeting.group(1));
            RunningPage.signIn(owner, "myworkspace", greeting.group(2));

            String token = RunningPage.create(owner, "Dumped", "workspace:read");

            // The server's own thread refers to the last exchange for up to a second.
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            String heap = heap(service);
            while (!formsOfSecret(heap, token).isEmpty() && System.nanoTime() < deadline) {
                heap = heap(service);
            }
            // The search finds what is reachable: the session, by which the owner is signed in.
            assertThat(heap.contains(owner.cookie(Sessions.COOKIE))).isTrue();
            assertNoSecret(heap, token);
            String text = Files.readString(log);
            assertThat(text).contains("POST " + PAGE + "new");
            assertNoSecret(text, token);
            try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertNoSecret(Files.readString(file, StandardCharsets.ISO_8859_1), token);
                }
            }
        } finally {
            service.destroyForcibly().waitFor();
        }
    }

    /** Starts the service with all that it and the JDK's server log. */
    private Process start(Path log) throws IOException {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                .level=ALL
                java.util.logging.ConsoleHandler.level=ALL
                """);
        return new ProcessBuilder(
                        JDK.resolve("java").toString(),
                        // A connection that nobody uses is kept for longer than this test lasts.
                        "-Dsun.net.httpserver.idleInterval=3600",
                        "-Djava.util.logging.config.file=" + logging,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.latchkey.example.Main",
                        "0",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static Matcher greeting(Process service, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && service.isAlive()) {
            Matcher greeting = GREETING.matcher(Files.readString(log));
            if (greeting.find()) {
                return greeting;
            }
            service.waitFor(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("the service did not start: " + Files.readString(log));
    }

    /** {@return the objects that are reachable} */
    private String heap(Process service) throws IOException, InterruptedException {
        Path file = folder.resolve("live.hprof");
        Files.deleteIfExists(file);
        Process dump = new ProcessBuilder(
                        JDK.resolve("jcmd").toString(), Long.toString(service.pid()), "GC.heap_dump", file.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dump.waitFor()).as(answer).isZero();
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static void assertNoSecret(String text, String token) {
        assertThat(formsOfSecret(text, token)).isEmpty();
    }

    /** {@return the forms in which the secret of a token is in a text} */
    private static List<String> formsOfSecret(String text, String token) {
        String secret = RunningPage.secretOf(token);
        byte[] bytes = Base64.getUrlDecoder().decode(secret);
        Map<String, String> forms = Map.of(
                "characters", secret,
                "wide characters", new String(secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                "bytes", new String(bytes, StandardCharsets.ISO_8859_1));
        return forms.keySet().stream()
                .filter(form -> text.contains(forms.get(form)))
                .toList();
    }
}
