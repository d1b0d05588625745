package dev.latchkey.argon2.vector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of the same kind with other options, and the class path of the tests. */
final class ChildJvm {

    static final String WITH_MODULE = "--add-modules=jdk.incubator.vector";

    private ChildJvm() {}

    /** {@return the lines that a program printed, to both streams, if it ended well} */
    static List<String> run(Class<?> program, List<String> options) throws IOException, InterruptedException {
        return run(program, System.getProperty("java.class.path"), options);
    }

    static List<String> run(Class<?> program, String classPath, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.add("-Djava.util.logging.SimpleFormatter.format=%4$s: %5$s%6$s%n");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + printed);
        }
        return printed.lines()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .toList();
    }
}
