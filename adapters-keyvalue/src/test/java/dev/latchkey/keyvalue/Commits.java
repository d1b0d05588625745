package dev.latchkey.keyvalue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;

/** The bytes of a commit, as {@link EngineLimits#bytes()} counts them. */
final class Commits {

    private Commits() {}

    static int bytes(EngineCommit commit) {
        int values =
                commit.puts().values().stream().mapToInt(value -> value.length).sum();
        return values
                + List.of(
                                commit.unchanged().keySet(),
                                commit.absent(),
                                commit.puts().keySet(),
                                commit.deletes())
                        .stream()
                        .flatMap(Collection::stream)
                        .mapToInt(key -> key.getBytes(UTF_8).length)
                        .sum();
    }
}
