package dev.latchkey.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.FakeStore;
import dev.latchkey.StoreWrites;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where verification gets tokens from, with a lease and without one. */
class TokenSourceTest {

    private static final TokenId ONE = TokenId.of(1, 1);
    private static final TokenId OTHER = TokenId.of(2, 2);
    private static final TokenId UNKNOWN = TokenId.of(3, 3);
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final long NOW = 1_000;

    private final FakeStore store = new FakeStore();
    private final Behind behind = new Behind();
    private final LeaseClock clock = new LeaseClock(() -> Instant.ofEpochMilli(NOW), () -> 1);
    private final PositionedReads<String> reads =
            new PositionedReads<>(behind, (record, state) -> record.grant().description());
    private final LeasedRecords<String> records = new LeasedRecords<>(100, clock);
    private final TokenSource<String> caching =
            TokenSource.caching(behind, reads, new RecordLoader<>(records, reads, 4, Duration.ofMinutes(1)));
    private final TokenSource<String> reading =
            TokenSource.reading(behind, (record, state) -> record.grant().description());

    /** Counts look-ups, and says of each that it was repeated where the feed is read. */
    private final class Behind implements TokenStore {
        private final List<Set<TokenId>> lookUps = new ArrayList<>();
        private boolean isBehind;

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            lookUps.add(ids);
            Snapshot found = store.findCommitted(ids, notBefore);
            return isBehind ? found.readFromFeedSource() : found;
        }

        @Override
        public boolean write(List<Write> writes) {
            return store.write(writes);
        }

        @Override
        public int maximumWrites() {
            return store.maximumWrites();
        }

        @Override
        public TokenPage list(TokenQuery query) {
            return store.list(query);
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            return store.findUses(ids);
        }

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            store.recordUse(uses);
        }
    }

    private void insert(TokenId id) {
        StoreWrites.insert(
                store,
                TokenRecord.builder(id)
                        .owner("workspaces/acme")
                        .description("token " + id)
                        .scopes("workspace:read")
                        .hash(SecretHash.of("none", "hash"))
                        .issuedAt(Instant.EPOCH)
                        .build());
    }

    private void lease() {
        records.advance(store.position());
        records.renew(clock.stamp(), BOUND);
    }

    @Test
    void without_a_lease_several_tokens_are_read_at_once_in_the_order_of_their_ids() {
        insert(ONE);
        insert(OTHER);

        assertThat(reading.findAll(List.of(OTHER, ONE))).containsExactly("token " + OTHER, "token " + ONE);
        assertThat(behind.lookUps).containsExactly(Set.of(ONE, OTHER));
        assertThat(reading.heldAll(List.of(ONE), NOW)).isNull();
    }

    @Test
    void several_tokens_of_which_one_does_not_exist_are_none() {
        insert(ONE);
        lease();

        assertThat(reading.findAll(List.of(ONE, UNKNOWN))).isNull();
        assertThat(caching.findAll(List.of(ONE, UNKNOWN))).isNull();
    }

    @Test
    void cached_tokens_are_held_in_the_order_of_their_ids_and_all_or_none() {
        insert(ONE);
        insert(OTHER);
        lease();
        assertThat(caching.findAll(List.of(ONE))).containsExactly("token " + ONE);
        assertThat(caching.heldAll(List.of(ONE, OTHER), NOW)).isNull();
        assertThat(caching.findAll(List.of(ONE, OTHER))).containsExactly("token " + ONE, "token " + OTHER);

        assertThat(caching.heldAll(List.of(OTHER, ONE), NOW)).containsExactly("token " + OTHER, "token " + ONE);
        assertThat(caching.heldAll(List.of(), NOW)).isEmpty();
        assertThat(caching.heldAll(List.of(ONE), NOW + BOUND.toMillis())).isNull();
        assertThat(behind.lookUps).containsExactly(Set.of(ONE), Set.of(OTHER));
    }

    @Test
    void reads_that_were_repeated_are_counted_and_the_first_is_logged() {
        Logger logger = Logger.getLogger("dev.latchkey");
        List<String> lines = new ArrayList<>();
        logger.setFilter(line -> !lines.add(line.getMessage()));
        try {
            insert(ONE);
            insert(OTHER);
            lease();
            assertThat(caching.find(UNKNOWN)).isNull();
            assertThat(reads.behind()).isZero();
            behind.isBehind = true;

            caching.find(ONE);
            caching.find(OTHER);
        } finally {
            logger.setFilter(null);
        }

        assertThat(reads.behind()).isEqualTo(2);
        assertThat(lines).singleElement().asString().contains("behind the feed");
    }
}
