package dev.latchkey.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start prints, and how one that cannot succeed ends. */
class MainTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Optional<Integer> run(String... arguments) {
        return Main.run(arguments, new PrintStream(out, true), new PrintStream(err, true));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void assertOneLine(String message) {
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains(message);
        assertThat(out()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void help_prints_the_options_and_starts_nothing() throws IOException {
        assertThat(run("--help", "0", folder.toString())).contains(0);
        assertThat(out()).contains("[--new-password] [port [folder]]");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense", "x", "-1", "65536", "999999"})
    void wrong_arguments_are_answered_in_one_line(String argument) throws IOException {
        assertThat(run(argument)).contains(2);
        assertOneLine(argument);
    }

    @Test
    void a_taken_port_is_reported_in_one_line_and_no_file_is_left() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(Integer.toString(taken.getLocalPort()), folder.toString()))
                    .contains(1);
            assertOneLine("port " + taken.getLocalPort() + " cannot be used");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void a_folder_that_is_not_one_is_reported_in_one_line() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(run("0", file.toString())).contains(1);
        assertOneLine(file.toString());
        assertThat(files()).containsExactly(file);
    }
}
