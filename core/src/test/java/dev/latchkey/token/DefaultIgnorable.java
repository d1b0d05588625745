package dev.latchkey.token;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The committed list of default-ignorable code points. */
final class DefaultIgnorable {

    static final List<Integer> CODE_POINTS = read();

    private DefaultIgnorable() {}

    private static List<Integer> read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                DefaultIgnorable.class.getResourceAsStream("default-ignorable-16.0.0.txt"),
                StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf(';')).strip())
                    .flatMapToInt(DefaultIgnorable::range)
                    .boxed()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IntStream range(String range) {
        String[] ends = range.split("\\.\\.");
        return IntStream.rangeClosed(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16));
    }
}
