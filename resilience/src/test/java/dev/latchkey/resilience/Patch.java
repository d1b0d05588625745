package dev.latchkey.resilience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One text in one source file for another: a change that somebody could have made. */
record Patch(Path file, String from, String to) {

    private static final Path CORE = Path.of("../core/src/main/java/dev/latchkey");
    private static final Path JDBC = Path.of("../adapters-jdbc/src/main/java/dev/latchkey/jdbc");

    static Patch core(String file, String from, String to) {
        return new Patch(CORE.resolve(file), from, to);
    }

    static Patch jdbc(String file, String from, String to) {
        return new Patch(JDBC.resolve(file), from, to);
    }

    /** {@return the source after the change}; the text has to be there once, or the change is none any more. */
    String applyTo(String source) {
        int place = source.indexOf(from);
        if (place < 0 || source.indexOf(from, place + 1) >= 0) {
            throw new IllegalStateException(file + " does not hold exactly once: " + from);
        }
        return source.replace(from, to);
    }

    String source() throws IOException {
        return Files.readString(file);
    }
}
