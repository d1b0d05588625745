package dev.latchkey.benchmarks.spring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's {@code wrk}, with a script that adds the credential and prints exact figures. */
final class Wrk {

    private static final Pattern RESULT =
            Pattern.compile("result requests=(\\d+) micros=(\\d+) p99=(\\d+) status=(\\d+) broken=(\\d+) late=(\\d+)");
    private static final Duration LONGEST_END = Duration.ofMinutes(1);
    private static final String SCRIPT = """
            wrk.headers["Authorization"] = os.getenv("BENCHMARK_AUTHORIZATION")
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("result requests=%d micros=%d p99=%d status=%d broken=%d late=%d\\n",
                  summary.requests, summary.duration, latency:percentile(99),
                  e.status, e.connect + e.read + e.write, e.timeout))
            end
            """;

    private final Path script;
    private final int connections;

    /** @param connections how many requests are in flight */
    Wrk(Path folder, int connections) throws IOException {
        this.script = Files.writeString(folder.resolve("authorized.lua"), SCRIPT);
        this.connections = connections;
    }

    /**
     * What a run found.
     *
     * @param perSecond answers in a second
     * @param p99Millis what 99 of 100 answers took at most, from the request on its connection
     */
    record Result(double perSecond, double p99Millis) {}

    /** {@return the result of a run in which every answer was a success; else it throws} */
    Result run(String url, String authorization, int seconds) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(List.of(
                        "wrk",
                        "--threads=1",
                        "--connections=" + connections,
                        "--duration=" + seconds + "s",
                        "--timeout=60s",
                        "--script=" + script,
                        url))
                .redirectErrorStream(true);
        command.environment().put("BENCHMARK_AUTHORIZATION", authorization);
        Process process = command.start();
        // Its output fits into the pipe, so it can end before anything is read.
        if (!process.waitFor(seconds + LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("wrk did not end within " + LONGEST_END + " after its " + seconds + " s");
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher found = RESULT.matcher(output);
        if (process.exitValue() != 0 || !found.find()) {
            throw new IOException("wrk failed: " + output);
        }
        if (number(found, 1) == 0) {
            throw new IOException("no request was answered within " + seconds + " s");
        }
        if (number(found, 4) + number(found, 5) + number(found, 6) > 0) {
            throw new IOException("not every answer is a success: " + found.group());
        }
        return new Result(number(found, 1) * 1e6 / number(found, 2), number(found, 3) / 1e3);
    }

    private static long number(Matcher found, int group) {
        return Long.parseLong(found.group(group));
    }
}
