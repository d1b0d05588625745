package dev.latchkey.jdbc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sends signals to processes. */
public final class Signals {

    private Signals() {}

    /**
     * SIGSTOP: they stand still, and keep their connections.
     *
     * @param processes of this user
     */
    public static void pause(Stream<ProcessHandle> processes) {
        send("-STOP", processes);
    }

    /**
     * SIGCONT: they continue.
     *
     * @param processes of this user
     */
    public static void resume(Stream<ProcessHandle> processes) {
        send("-CONT", processes);
    }

    private static void send(String signal, Stream<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
