package dev.latchkey.benchmarks;

import dev.latchkey.etcd.EtcdEngine;
import dev.latchkey.keyvalue.EngineCommit;
import dev.latchkey.keyvalue.EngineLimits;
import dev.latchkey.keyvalue.KeyValueEngine;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.keyvalue.StoredValue;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import io.etcd.jetcd.Client;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Changes of different tokens, and reads of the feed's end, on a running etcd: with a feed that the store numbers itself, and
 * with one in the order of etcd's revisions. Both take turns, a second each, on the same four nodes.
 *
 * <p>Run it with the addresses of the members, separated by commas, and the number of rounds (10). It prints the median
 * of the rounds, and the median of their ratios. It leaves its keys, under {@code latchkey-benchmark/}.
 */
public final class EtcdChanges {

    private static final int NODES = 4;
    private static final long ROUND_NANOS = 1_000_000_000;
    private static final int ENTRIES = 50;

    private EtcdChanges() {}

    /**
     * Measures.
     *
     * @param arguments the members' addresses, and how many rounds
     * @throws Exception if a call fails
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            clients.add(Client.builder().endpoints(arguments[0].split(",")).build());
        }
        List<KeyValueTokenStore> numbered = new ArrayList<>();
        List<KeyValueTokenStore> ordered = new ArrayList<>();
        String prefix = "latchkey-benchmark/" + UUID.randomUUID() + "/";
        for (Client client : clients) {
            numbered.add(open(new WithoutRevisions(new EtcdEngine(client)), prefix + "numbered/"));
            ordered.add(open(new EtcdEngine(client), prefix + "ordered/"));
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int writers : new int[] {1, 4, 16}) {
                compare(
                        writers + " writers, changes/s",
                        rounds,
                        nodes -> changes(threads, nodes, writers),
                        numbered,
                        ordered);
            }
            compare("1 reader at the end, polls/s", rounds, stores -> polls(stores.get(0)), numbered, ordered);
        } finally {
            threads.shutdown();
            clients.forEach(Client::close);
        }
    }

    private static KeyValueTokenStore open(KeyValueEngine engine, String prefix) {
        return new KeyValueTokenStore(engine, prefix, InstantSource.system());
    }

    /** A second of work. */
    private interface Work {
        double perSecond(List<KeyValueTokenStore> nodes) throws Exception;
    }

    private static void compare(
            String what, int rounds, Work work, List<KeyValueTokenStore> numbered, List<KeyValueTokenStore> ordered)
            throws Exception {
        double[] before = new double[rounds];
        double[] after = new double[rounds];
        double[] ratios = new double[rounds];
        work.perSecond(numbered);
        work.perSecond(ordered);
        for (int i = 0; i < rounds; i++) {
            before[i] = work.perSecond(numbered);
            after[i] = work.perSecond(ordered);
            ratios[i] = after[i] / before[i];
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%-30s numbered %,8.0f   by revision %,8.0f   ratio %.2f  [%.2f, %.2f]%n",
                what,
                median(before),
                median(after),
                ratios[rounds / 2],
                ratios[0],
                ratios[rounds - 1]);
    }

    /** Sorts the values. */
    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double changes(ExecutorService threads, List<KeyValueTokenStore> nodes, int writers)
            throws Exception {
        List<Future<Integer>> counts = new ArrayList<>();
        List<TokenRecord> records = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            records.add(insert(nodes.get(0)));
        }
        long begin = System.nanoTime();
        for (int i = 0; i < writers; i++) {
            KeyValueTokenStore node = nodes.get(i % NODES);
            TokenRecord record = records.get(i);
            counts.add(threads.submit(() -> change(node, record, begin + ROUND_NANOS)));
        }
        int changes = 0;
        for (Future<Integer> count : counts) {
            changes += count.get();
        }
        return changes * 1e9 / (System.nanoTime() - begin);
    }

    private static TokenRecord insert(KeyValueTokenStore store) {
        TokenRecord record = TokenRecord.builder(TokenId.parse(newId()).orElseThrow())
                .owner("workspaces/acme")
                .description("benchmark")
                .scopes("workspace:read")
                .hash(SecretHash.of("none", "hash"))
                .issuedAt(Instant.EPOCH)
                .build();
        if (!store.write(List.of(new Write.Insert(record)))) {
            throw new IllegalStateException("a new id exists");
        }
        return record;
    }

    private static String newId() {
        UUID random = UUID.randomUUID();
        return TokenId.of(random.getMostSignificantBits(), random.getLeastSignificantBits())
                .toString();
    }

    private static int change(KeyValueTokenStore node, TokenRecord first, long end) {
        TokenRecord present = first;
        int changes = 0;
        while (System.nanoTime() < end) {
            TokenRecord next = present.withDescription("change " + changes);
            if (!node.write(List.of(new Write.Update(present, next)))) {
                throw new IllegalStateException("nobody else changes the token");
            }
            present = next;
            changes++;
        }
        return changes;
    }

    /** At the end of a feed whose last segment has as many entries as half of one has on average. */
    private static double polls(KeyValueTokenStore store) {
        TokenRecord present = insert(store);
        for (int i = 0; i < ENTRIES; i++) {
            TokenRecord next = present.withDescription("change " + i);
            store.write(List.of(new Write.Update(present, next)));
            present = next;
        }
        FeedPosition position = store.position();
        int polls = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() < begin + ROUND_NANOS) {
            position = store.changesSince(position, 1_000).position();
            polls++;
        }
        return polls * 1e9 / (System.nanoTime() - begin);
    }

    /** An engine of which only the operations of every engine are visible. */
    private record WithoutRevisions(KeyValueEngine engine) implements KeyValueEngine {

        @Override
        public Map<String, StoredValue> read(Set<String> keys) throws Exception {
            return engine.read(keys);
        }

        @Override
        public SortedMap<String, StoredValue> scan(String prefix, String after, int limit) throws Exception {
            return engine.scan(prefix, after, limit);
        }

        @Override
        public boolean commit(EngineCommit commit) throws Exception {
            return engine.commit(commit);
        }

        @Override
        public EngineLimits limits() {
            return engine.limits();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
