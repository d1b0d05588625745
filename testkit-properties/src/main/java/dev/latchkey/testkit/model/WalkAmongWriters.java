package dev.latchkey.testkit.model;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A walk through a list while two threads write: one changes everything except the places of the records that keep
 * their places, the other moves records, and inserts and deletes some.
 *
 * @param staying how many records keep their places
 * @param moving how many others are there at first
 * @param seed of the writers
 */
record WalkAmongWriters(
        Order order, boolean descending, boolean filtered, int limit, int staying, int moving, long seed) {

    private static final int WRITERS = 2;
    private static final Instant T0 = TokenRecords.ISSUED;

    static Arbitrary<WalkAmongWriters> walks() {
        return Combinators.combine(
                        Arbitraries.of(Order.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 7),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(0, 10),
                        Arbitraries.longs())
                .as(WalkAmongWriters::new);
    }

    /** Of the records that keep their places: those that the walk has met, and all, in order. */
    record Met(List<TokenId> inOrder, List<TokenId> expected) {}

    Met run(TokenStore store) throws Exception {
        Random random = new Random(seed);
        List<TokenRecord> stay = insert(store, staying, random);
        List<TokenRecord> move = insert(store, moving, random);
        List<TokenId> expected = new ArrayList<>();
        Set<TokenId> ids = new HashSet<>();
        stay.forEach(record -> ids.add(record.id()));
        for (Entry entry : store.list(query().limit(TokenQuery.MAX_LIMIT)).entries()) {
            if (ids.contains(entry.record().id())) {
                expected.add(entry.record().id());
            }
        }

        Pace pace = new Pace();
        ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
        try {
            Random other = new Random(~seed);
            List<Future<?>> writers = List.of(
                    executor.submit(() -> write(pace, () -> changeInPlace(store, stay, random))),
                    executor.submit(() -> write(pace, () -> moveAbout(store, move, other))));
            List<TokenId> met = walk(store, ids, pace);
            pace.stop();
            for (Future<?> writer : writers) {
                writer.get();
            }
            return new Met(met, expected);
        } finally {
            pace.stop();
            executor.shutdownNow();
        }
    }

    private TokenQuery query() {
        TokenQuery query = TokenQuery.all()
                .orderedBy(order, descending ? Direction.DESCENDING : Direction.ASCENDING)
                .limit(limit);
        return filtered ? query.ownedBy("mine") : query;
    }

    /** Few ends and few times of use, so that many records have the same place but for their ids. */
    private static List<TokenRecord> insert(TokenStore store, int count, Random random) {
        List<TokenRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TokenRecord record = TokenRecords.ordinary(TokenId.of(random.nextLong(), random.nextLong()))
                    .owner("mine")
                    .expiresAt(random.nextBoolean() ? null : T0.plusSeconds(100 + random.nextInt(3)))
                    .build();
            StoreWrites.insert(store, record);
            records.add(record);
            if (random.nextBoolean()) {
                use(store, record, T0.plusMillis(random.nextInt(3)));
            }
        }
        return records;
    }

    private static void use(TokenStore store, TokenRecord record, Instant time) {
        store.recordUse(List.of(new TokenUse(record.id(), time, ScopeSet.parse("a"))));
    }

    /** A few writes for each page: a walk would not end if more records are inserted before it than a page has. */
    private static final class Pace {
        private static final int WRITES = 3;

        private final Semaphore permits = new Semaphore(WRITES);
        private final Semaphore written = new Semaphore(0);
        private volatile boolean stopped;

        /** {@return false if there is nothing left to write} */
        boolean next() {
            permits.acquireUninterruptibly();
            return !stopped;
        }

        /** Does not wait longer for a failed writer, whose failure fails the test. */
        void awaitOneMore() throws InterruptedException {
            written.drainPermits();
            permits.release(WRITES);
            written.tryAcquire(10, TimeUnit.SECONDS);
        }

        void stop() {
            stopped = true;
            permits.release(WRITERS);
        }
    }

    private static void write(Pace pace, Runnable write) {
        while (pace.next()) {
            write.run();
            pace.written.release();
        }
    }

    private void changeInPlace(TokenStore store, List<TokenRecord> stay, Random random) {
        int index = random.nextInt(stay.size());
        TokenRecord next = stay.get(index).toBuilder()
                .description("change " + random.nextInt())
                .version(stay.get(index).version() + 1)
                .build();
        if (StoreWrites.update(store, next)) {
            stay.set(index, next);
        }
    }

    private static void moveAbout(TokenStore store, List<TokenRecord> move, Random random) {
        if (move.isEmpty() || random.nextInt(4) == 0) {
            move.add(TokenRecords.ordinary()
                    .owner("mine")
                    .expiresAt(T0.plusSeconds(random.nextInt(100)))
                    .build());
            StoreWrites.insert(store, move.get(move.size() - 1));
            return;
        }
        int index = random.nextInt(move.size());
        TokenRecord record = move.get(index);
        switch (random.nextInt(3)) {
            case 0 -> use(store, record, T0.plusMillis(random.nextInt(1_000)));
            case 1 -> {
                StoreWrites.delete(store, record);
                move.remove(index);
            }
            default -> {
                TokenRecord next = record.toBuilder()
                        .expiresAt(T0.plusSeconds(random.nextInt(200)))
                        .version(record.version() + 1)
                        .build();
                if (StoreWrites.update(store, next)) {
                    move.set(index, next);
                }
            }
        }
    }

    private List<TokenId> walk(TokenStore store, Set<TokenId> ids, Pace pace) throws InterruptedException {
        List<TokenId> met = new ArrayList<>();
        TokenPage page = store.list(query());
        while (true) {
            page.entries().stream()
                    .map(entry -> entry.record().id())
                    .filter(ids::contains)
                    .forEach(met::add);
            if (page.next() == null) {
                return met;
            }
            pace.awaitOneMore();
            page = store.list(query().after(page.next()));
        }
    }
}
