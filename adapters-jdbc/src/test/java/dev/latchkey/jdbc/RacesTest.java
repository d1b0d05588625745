package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Revoking, replacing, describing and hashing again the same tokens at once, while a reader follows the feed.
 *
 * <p>{@code -Dlatchkey.races} says for how many tokens.
 */
class RacesTest {

    private static final int RACES = Integer.getInteger("latchkey.races", 2_000);

    private final String prefix = Database.newPrefix();

    /** What a node with records in memory does: whatever the feed names is read again. */
    private static final class Follower implements Callable<Map<TokenId, TokenRecord>> {

        private final JdbcTokenStore store;
        private final AtomicBoolean finished;
        private final Map<TokenId, TokenRecord> held = new HashMap<>();
        private FeedPosition position;

        Follower(JdbcTokenStore store, AtomicBoolean finished) {
            this.store = store;
            this.finished = finished;
            this.position = store.position();
        }

        private static long sequence(FeedPosition position) {
            return NumberedPosition.of(position).orElseThrow().sequence();
        }

        @Override
        public Map<TokenId, TokenRecord> call() {
            while (true) {
                boolean last = finished.get();
                Changes changes = store.changesSince(position, StoreLimits.MAX_IDS);
                assertThat(changes.gap()).isFalse();
                assertThat(sequence(changes.position())).isGreaterThanOrEqualTo(sequence(position));
                position = changes.position();
                held.putAll(store.findCommitted(changes.tokens()).records());
                if (last && changes.drained()) {
                    return held;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "MYSQL"})
    void of_each_race_one_wins_and_the_feed_tells_of_all(Database database) throws Exception {
        assumeThat(database != Database.MYSQL || MariaDbServer.hasMySql()).isTrue();
        JdbcTokenStore store = database.store(prefix);
        List<TokenRecord> records = new ArrayList<>();
        for (int i = 0; i < RACES; i++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
            records.add(record);
        }
        AtomicBoolean finished = new AtomicBoolean();
        AtomicIntegerArray winners = new AtomicIntegerArray(RACES);
        CyclicBarrier start = new CyclicBarrier(4);
        ExecutorService executor = Executors.newFixedThreadPool(6);
        Map<TokenId, TokenRecord> followed;
        try {
            Future<Map<TokenId, TokenRecord>> follower = executor.submit(new Follower(store, finished));
            List<Future<?>> contenders = new ArrayList<>();
            for (int contender = 0; contender < 4; contender++) {
                int who = contender;
                contenders.add(executor.submit(() -> {
                    for (int race = 0; race < RACES; race++) {
                        if (race % 50 == 0) {
                            start.await(5, TimeUnit.MINUTES);
                        }
                        if (contend(database, store, records.get(race), who, race)) {
                            winners.incrementAndGet(race);
                        }
                        revoke(store, records.get(race).id(), who);
                    }
                    return null;
                }));
            }
            for (Future<?> contender : contenders) {
                contender.get();
            }
            finished.set(true);
            followed = follower.get();
        } finally {
            executor.shutdownNow();
        }
        int won = 0;
        for (int race = 0; race < RACES; race++) {
            assertThat(winners.get(race)).as("winners of one version").isLessThanOrEqualTo(1);
            won += winners.get(race);
        }
        assertThat(won).as("races that were not over before they began").isGreaterThan(RACES / 2);
        for (TokenRecord record : records) {
            TokenRecord last = store.find(record.id()).orElseThrow();
            assertThat(last.lifecycle().revokedAt()).as("revoked for good").isNotNull();
            assertThat(followed.get(record.id())).as("what the follower knows").isEqualTo(last);
        }
    }

    /** {@return whether the first change of the record was this one} */
    private boolean contend(Database database, JdbcTokenStore store, TokenRecord record, int who, int race)
            throws Exception {
        return switch (who) {
            case 0 -> StoreWrites.update(store, record.withDescription("described"));
            case 1 -> StoreWrites.update(store, record.withHash(SecretHash.of("argon2id", "$hashed$again")));
            case 2 ->
                StoreWrites.replace(
                        store,
                        record.withRevoked(TokenRecords.ISSUED, "rotated"),
                        TokenRecords.ordinary().build());
            default ->
                race % 10 == 0
                        ? committedLate(database, record)
                        : StoreWrites.update(store, record.withRevoked(TokenRecords.ISSUED, "leaked"));
        };
    }

    /** In a transaction of the caller's that is still open when others have begun and want to commit. */
    private boolean committedLate(Database database, TokenRecord record) throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            JdbcTokenStore joined = new CallersTransaction(connection)
                    .joins(database.builder(prefix), database.dataSource())
                    .build();
            boolean won = StoreWrites.update(joined, record.withDescription("late"));
            LockSupport.parkNanos(1_000);
            connection.commit();
            return won;
        }
    }

    /** As the core does it: again until it is done; what is revoked stays so. */
    private static void revoke(JdbcTokenStore store, TokenId id, int who) {
        while (true) {
            TokenRecord now = store.find(id).orElseThrow();
            if (now.lifecycle().revokedAt() != null
                    || StoreWrites.update(store, now.withRevoked(TokenRecords.ISSUED, "by " + who))) {
                assertThat(store.findCommitted(Set.of(id))
                                .records()
                                .get(id)
                                .lifecycle()
                                .revokedAt())
                        .isNotNull();
                return;
            }
        }
    }
}
