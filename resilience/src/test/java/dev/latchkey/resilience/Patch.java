package dev.latchkey.resilience;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some code in a source file replaced by other code: a change that somebody could have made, where no {@link Seams seam} lets
 * a broken part in.
 *
 * <p>The code is found by its words and signs, whatever white space is between them, so that a formatter may lay the source
 * out as it likes.
 */
record Patch(Path file, String from, String to) {

    private static final Path CORE = Path.of("../core/src/main/java/dev/latchkey");
    private static final Path JDBC = Path.of("../adapters-jdbc/src/main/java/dev/latchkey/jdbc");
    private static final Pattern TOKEN = Pattern.compile("\\w+|\"(?:[^\"\\\\]|\\\\.)*\"|\\S");

    static Patch core(String file, String from, String to) {
        return new Patch(CORE.resolve(file), from, to);
    }

    static Patch jdbc(String file, String from, String to) {
        return new Patch(JDBC.resolve(file), from, to);
    }

    /** {@return the source after the change}; the code has to be there once, or the change is none any more. */
    String applyTo(String source) {
        Matcher place = pattern().matcher(source);
        if (place.results().count() != 1) {
            throw new IllegalStateException(file + " does not contain exactly once: " + from);
        }
        return place.reset().replaceFirst(Matcher.quoteReplacement(to));
    }

    private Pattern pattern() {
        StringBuilder pattern = new StringBuilder("(?<!\\w)");
        boolean afterWord = false;
        for (MatchResult token : (Iterable<MatchResult>) TOKEN.matcher(from).results()::iterator) {
            boolean word = Character.isJavaIdentifierPart(token.group().charAt(0));
            if (!pattern.toString().equals("(?<!\\w)")) {
                pattern.append(afterWord && word ? "\\s+" : "\\s*");
            }
            pattern.append(Pattern.quote(token.group()));
            afterWord = word;
        }
        return Pattern.compile(pattern.append(afterWord ? "(?!\\w)" : "").toString());
    }

    String source() throws IOException {
        return Files.readString(file);
    }
}
