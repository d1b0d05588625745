package dev.latchkey.benchmarks.spring;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service in a process of its own; its files are the jar of this class and the libraries beside it. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final BufferedReader output;
    private final long startedAt;
    private final int port;

    private ServiceProcess(Process process, long startedAt) throws IOException {
        this.process = process;
        this.startedAt = startedAt;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.port = Integer.parseInt(await("listening "));
    }

    /**
     * Starts the service, and returns when its port is open.
     *
     * @param profile selects its configuration
     * @param absent matches the names of the libraries that it must run without
     */
    static ServiceProcess start(String profile, Predicate<String> absent, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx256m",
                "-cp",
                classPath(absent),
                "dev.latchkey.benchmarks.spring.service.BenchmarkService",
                "--spring.profiles.active=" + profile));
        command.addAll(options);
        long now = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ServiceProcess(process, now);
    }

    private static String classPath(Predicate<String> absent) throws IOException {
        Path jar = ownJar();
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            return Stream.concat(
                            Stream.of(jar),
                            libraries
                                    .filter(library ->
                                            !absent.test(library.getFileName().toString()))
                                    .sorted())
                    .map(Path::toString)
                    .collect(Collectors.joining(":"));
        }
    }

    private static Path ownJar() {
        try {
            return Path.of(ServiceProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the rest of the next line that begins so} */
    private String await(String beginning) throws IOException {
        StringBuilder others = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length());
            }
            others.append(line).append('\n');
        }
        throw new IOException("the service ended instead of printing \"" + beginning + "\":\n" + others);
    }

    /**
     * {@return the header of an authorized request, when the service has started}
     *
     * <p>To be called once.
     */
    String awaitStarted() throws IOException {
        return await("ready ");
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** {@return the answer to a request without a body} */
    HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).timeout(LONGEST_ANSWER);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    double millisSinceStart() {
        return (System.nanoTime() - startedAt) / 1e6;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
