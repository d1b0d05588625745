package dev.latchkey.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.keyvalue.EngineCommit;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.keyvalue.StoredValue;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EtcdEngineTest {

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static EtcdCluster cluster;
    private static LostAnswers answers;
    private static Client client;

    private final String prefix = "e" + PREFIXES.incrementAndGet() + "/";
    private final EtcdEngine engine = new EtcdEngine(client);
    private final EtcdEngine rival = new EtcdEngine(client);

    @BeforeAll
    static void start() {
        cluster = EtcdCluster.start(1);
        answers = new LostAnswers();
        client = EtcdCluster.client(cluster.endpoints()).interceptor(answers).build();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            client.close();
            cluster.close();
        }
    }

    private static EngineCommit put(Map<String, StoredValue> unchanged, Set<String> absent, String key, int value) {
        return new EngineCommit(unchanged, absent, Map.of(key, new byte[] {(byte) value}), Set.of());
    }

    private EngineCommit insertion(int value) {
        return put(Map.of(), Set.of(prefix + "a"), prefix + "a", value);
    }

    private EngineCommit replacement(StoredValue of, int value) {
        return put(Map.of(prefix + "a", of), Set.of(), prefix + "a", value);
    }

    private StoredValue value() throws Exception {
        return engine.read(Set.of(prefix + "a")).get(prefix + "a");
    }

    @Test
    void a_commit_whose_answer_is_lost_is_known_to_be_written() throws Exception {
        answers.lose(1);
        assertThat(engine.commit(insertion(1))).isTrue();
        StoredValue first = value();

        answers.lose(1);
        assertThat(engine.commit(replacement(first, 2))).isTrue();

        assertThat(value().bytes()).containsExactly(2);
        assertThat(answers.lost()).isPositive();
    }

    @Test
    void a_commit_whose_answer_is_lost_after_another_writer_was_first_is_refused() throws Exception {
        assertThat(rival.commit(insertion(1))).isTrue();
        answers.lose(1);
        assertThat(engine.commit(insertion(2))).isFalse();
        StoredValue first = value();
        assertThat(rival.commit(replacement(first, 3))).isTrue();

        answers.lose(1);
        assertThat(engine.commit(replacement(first, 4))).isFalse();

        assertThat(value().bytes()).containsExactly(3);
    }

    @Test
    void a_commit_whose_answer_is_lost_is_known_to_be_written_after_others_have_replaced_it() throws Exception {
        LostAnswers late = new LostAnswers();
        try (Client slow =
                EtcdCluster.client(cluster.endpoints()).interceptor(late).build()) {
            late.lose(1, () -> {
                replaceByRival();
                replaceByRival();
            });
            assertThat(new EtcdEngine(slow).commit(insertion(1))).isTrue();
        }

        assertThat(value().bytes()).containsExactly(9);
    }

    /** A change as the store writes it: the entry of the feed shows that it was written. */
    @Test
    void a_deletion_whose_answer_is_lost_is_known_to_be_written_by_what_it_puts() throws Exception {
        assertThat(engine.commit(insertion(1))).isTrue();
        StoredValue first = value();

        answers.lose(1);

        assertThat(engine.commit(withEntry(first, Map.of(), Set.of(prefix + "a"))))
                .isTrue();
    }

    @Test
    void a_commit_whose_answer_is_lost_is_known_to_be_written_after_others_have_deleted_what_it_changed()
            throws Exception {
        assertThat(engine.commit(insertion(1))).isTrue();
        StoredValue first = value();
        LostAnswers late = new LostAnswers();
        try (Client slow =
                EtcdCluster.client(cluster.endpoints()).interceptor(late).build()) {
            late.lose(1, this::deleteByRival);

            assertThat(new EtcdEngine(slow).commit(withEntry(first, Map.of(prefix + "a", new byte[] {2}), Set.of())))
                    .isTrue();
        }
    }

    private EngineCommit withEntry(StoredValue expected, Map<String, byte[]> change, Set<String> deletes) {
        Map<String, byte[]> puts = new HashMap<>(change);
        puts.put(prefix + "entry", new byte[] {7});
        return new EngineCommit(Map.of(prefix + "a", expected), Set.of(prefix + "entry"), puts, deletes);
    }

    private void deleteByRival() {
        try {
            assertThat(rival.commit(
                            new EngineCommit(Map.of(prefix + "a", value()), Set.of(), Map.of(), Set.of(prefix + "a"))))
                    .isTrue();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void replaceByRival() {
        try {
            assertThat(rival.commit(replacement(value(), 9))).isTrue();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_read_of_more_values_than_one_answer_may_have_is_of_one_moment() throws Exception {
        int many = 100;
        byte[] large = new byte[110_000];
        for (int i = 0; i < many; i++) {
            String key = prefix + i;
            assertThat(engine.commit(new EngineCommit(Map.of(), Set.of(key), Map.of(key, large), Set.of())))
                    .isTrue();
        }
        Set<String> keys = IntStream.range(0, many).mapToObj(i -> prefix + i).collect(Collectors.toSet());

        assertThat(engine.read(keys))
                .hasSize(many)
                .allSatisfy((key, value) -> assertThat(value.bytes()).isEqualTo(large));
    }

    @Test
    void a_scan_of_more_than_one_answer_may_have_returns_fewer() throws Exception {
        byte[] large = new byte[110_000];
        for (int i = 10; i < 60; i++) {
            String key = prefix + i;
            assertThat(engine.commit(new EngineCommit(Map.of(), Set.of(key), Map.of(key, large), Set.of())))
                    .isTrue();
        }
        Set<String> found = new HashSet<>();
        String last = prefix;

        for (SortedMap<String, StoredValue> next = engine.scan(prefix, last, 1_000);
                !next.isEmpty();
                next = engine.scan(prefix, last, 1_000)) {
            found.addAll(next.keySet());
            last = next.lastKey();
        }

        assertThat(found).hasSize(50);
    }

    @Test
    void the_largest_write_is_written() {
        try (KeyValueTokenStore store = new KeyValueTokenStore(engine, prefix, InstantSource.system())) {
            List<TokenRecord> records = IntStream.range(0, store.maximumWrites())
                    .mapToObj(i -> TokenRecords.largest()
                            .requestKey((char) ('A' + i) + "~".repeat(254))
                            .build())
                    .toList();

            assertThat(store.maximumWrites()).isEqualTo(12);
            assertThat(store.write(
                            records.stream().<Write>map(Write.Insert::new).toList()))
                    .isTrue();
        }
    }

    @Test
    void a_value_of_another_program_is_an_error_that_names_the_prefix() throws Exception {
        client.getKVClient()
                .put(Bytes.of(prefix + "end"), ByteSequence.from(new byte[] {1}))
                .get();

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> new KeyValueTokenStore(engine, prefix, InstantSource.system()))
                .withMessageContaining("use another key prefix");
    }

    @Test
    void the_client_stays_open_when_the_store_is_closed() {
        TokenRecord record = TokenRecords.ordinary().build();
        try (KeyValueTokenStore store = new KeyValueTokenStore(engine, prefix, InstantSource.system())) {
            StoreWrites.insert(store, record);
        }

        try (KeyValueTokenStore store = new KeyValueTokenStore(rival, prefix, InstantSource.system())) {
            assertThat(store.find(record.id())).contains(record);
        }
    }

    @Test
    void a_deadline_that_is_not_positive_is_refused() {
        for (Duration deadline : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EtcdEngine(client, deadline))
                    .withMessageContaining("deadline");
        }
    }

    @Test
    void a_server_that_does_not_answer_fails_a_call_at_its_deadline() {
        try (Client nobody = EtcdCluster.client(List.of("http://127.0.0.1:9")).build()) {
            EtcdEngine lost = new EtcdEngine(nobody, Duration.ofMillis(300));

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> lost.read(Set.of("a")))
                    .withMessage("etcd did not answer within 300 ms");
        }
    }

    @Test
    void the_values_of_a_read_have_the_revisions_that_a_commit_compares() throws Exception {
        Map<String, Long> versions = new HashMap<>();
        engine.commit(new EngineCommit(
                Map.of(),
                Set.of(prefix + "a"),
                Map.of(prefix + "a", new byte[1], prefix + "b", new byte[2]),
                Set.of()));

        engine.read(Set.of(prefix + "a", prefix + "b", prefix + "c"))
                .forEach((key, value) -> versions.put(key, value.version()));

        assertThat(versions).containsOnlyKeys(prefix + "a", prefix + "b");
        assertThat(versions.get(prefix + "a"))
                .isEqualTo(versions.get(prefix + "b"))
                .isPositive();
    }
}
