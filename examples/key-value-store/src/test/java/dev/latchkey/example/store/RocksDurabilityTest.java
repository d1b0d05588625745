package dev.latchkey.example.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there when the store is opened again, however it was left. {@code -Dlatchkey.kills} says how often. */
class RocksDurabilityTest {

    private static final int KILLS = Integer.getInteger("latchkey.kills", 3);

    private final Random random = new Random();

    @TempDir
    private Path folder;

    @Test
    void what_was_written_before_SIGKILL_is_there_and_so_is_its_entry_in_the_feed() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Path database = folder.resolve("tokens" + kill);
            List<String[]> told = writeUntilKilled(database, 1 + random.nextInt(200));

            try (KeyValueTokenStore store = RocksStores.open(database)) {
                assertKept(store, told);
            }
        }
    }

    /** {@return the words of each line; the process is killed when it has said as many, and what it says until then counts} */
    private static List<String[]> writeUntilKilled(Path database, int lines) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RocksWriter.class.getName(),
                        database.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> told = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                told.add(line);
                if (told.size() == lines) {
                    // The handle leaves the stream open, in which the last words may still be.
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(lines);
        return told.stream()
                .map(line -> line.split(" ", -1))
                // The last line may have been cut.
                .filter(words -> words[0].equals("P") || words[words.length - 1].length() == 26)
                .toList();
    }

    private static void assertKept(KeyValueTokenStore store, List<String[]> told) {
        Set<TokenId> inserted = new HashSet<>();
        Set<TokenId> revoked = new HashSet<>();
        for (String[] words : told.subList(1, told.size())) {
            (words[0].equals("I") ? inserted : revoked).add(TokenId.of(words[1]));
            if (words.length == 3) {
                inserted.add(TokenId.of(words[2]));
            }
        }
        List<TokenRecord> all = walk(store);
        assertThat(all).extracting(TokenRecord::id).containsAll(inserted);
        assertThat(all.size()).as("no more than one write was under way").isLessThanOrEqualTo(inserted.size() + 1);
        Set<TokenId> ended = all.stream()
                .filter(record -> record.lifecycle().revokedAt() != null)
                .map(TokenRecord::id)
                .collect(Collectors.toSet());
        assertThat(ended).containsAll(revoked);

        Changes changes = store.changesSince(new FeedPosition(told.get(0)[1]), 10_000);
        assertThat(changes.gap()).isFalse();
        assertThat(changes.drained()).isTrue();
        assertThat(changes.tokens()).as("a change and its entry are one write").isEqualTo(ended);
    }

    private static List<TokenRecord> walk(KeyValueTokenStore store) {
        return store.list(TokenQuery.all().limit(TokenQuery.MAX_LIMIT)).entries().stream()
                .map(Entry::record)
                .toList();
    }

    @Test
    void a_feed_continues_after_the_store_was_closed() {
        TokenRecord record = TokenRecords.ordinary().build();
        FeedPosition start;
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            StoreWrites.insert(store, record);
            start = store.position();
            StoreWrites.update(store, record.withRevoked(TokenRecords.ISSUED, "leaked"));
        }

        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            assertThat(store.changesSince(start, 10).tokens()).containsExactly(record.id());
            assertThat(store.find(record.id()).orElseThrow().lifecycle().revokedAt())
                    .isNotNull();
        }
    }

    @Test
    void a_request_key_is_free_again_when_its_token_was_swept_and_only_then() {
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            TokenRecord keyed = TokenRecords.ordinary().requestKey("null").build();
            TokenRecord ended =
                    TokenRecords.ordinary().expiresAt(TokenRecords.ISSUED).build();
            StoreWrites.insert(store, keyed);
            StoreWrites.insert(store, ended);

            assertThat(StoreWrites.delete(store, ended)).isTrue();
            assertThat(StoreWrites.insert(
                            store, TokenRecords.ordinary().requestKey("null").build()))
                    .isFalse();
            assertThat(StoreWrites.delete(store, keyed)).isTrue();
            assertThat(StoreWrites.insert(
                            store, TokenRecords.ordinary().requestKey("null").build()))
                    .isTrue();
        }
    }

    @Test
    void a_second_process_is_refused() {
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            assertThat(store.list(TokenQuery.all()).entries()).isEmpty();
            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> RocksStores.open(folder));
        }
    }

    /** What was acknowledged last may be a revocation: to open the store without it would take it back. */
    @Test
    void a_log_that_is_damaged_before_its_end_is_not_opened_as_if_it_ended_there() throws Exception {
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            for (int i = 0; i < 100; i++) {
                StoreWrites.insert(store, TokenRecords.ordinary().build());
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            Path log = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(log);
            bytes[bytes.length / 2] ^= 1;
            Files.write(log, bytes);
        }

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> RocksStores.open(folder));
    }
}
