package dev.latchkey.example.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else wrote over a value is reported, and a damaged entry of the feed is a gap. */
class RocksDamageTest {

    private static final String SECOND_ENTRY = "feed/0000000000000002";

    @TempDir
    private Path folder;

    private FeedPosition start;
    private TokenRecord record;

    /** Three entries in the feed, then one value is replaced, or deleted by null. */
    private KeyValueTokenStore damaged(String key, byte[] value) throws Exception {
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            start = store.position();
            record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
            for (TokenRecord next = record; next.version() < record.version() + 3; ) {
                next = next.withDescription("v" + next.version());
                StoreWrites.update(store, next);
            }
        }
        RocksStores.damage(folder, db -> {
            assertThat(db.get(key.getBytes(UTF_8))).isNotNull();
            if (value == null) {
                db.delete(key.getBytes(UTF_8));
            } else {
                db.put(key.getBytes(UTF_8), value);
            }
        });
        return RocksStores.open(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "\u0001\u0000\u0001x"})
    void a_damaged_entry_of_the_feed_is_a_gap(String value) throws Exception {
        try (KeyValueTokenStore store = damaged(SECOND_ENTRY, value.getBytes(UTF_8))) {
            assertThat(store.changesSince(start, 10).gap()).isTrue();
            assertThat(store.changesSince(start, 10).position()).isEqualTo(store.position());
            assertThat(store.changesSince(store.position(), 10).gap()).isFalse();
        }
    }

    @Test
    void a_damaged_entry_of_the_feed_is_trimmed() throws Exception {
        try (KeyValueTokenStore store = damaged(SECOND_ENTRY, new byte[0])) {
            assertThat(store.trim(Instant.now().plusSeconds(60), 10)).isEqualTo(2);
            assertThat(store.changesSince(store.position(), 10).gap()).isFalse();
        }
    }

    @Test
    void a_feed_that_lost_its_end_is_a_gap_for_every_earlier_position() throws Exception {
        FeedPosition before;
        try (KeyValueTokenStore store = damaged("feed/0000000000000001", null)) {
            before = store.position();
        }
        RocksStores.damage(folder, db -> db.delete("end".getBytes(UTF_8)));
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            StoreWrites.update(store, store.find(record.id()).orElseThrow().withRevoked(TokenRecords.ISSUED, "leaked"));

            assertThat(store.changesSince(before, 10).gap()).isTrue();
        }
    }

    @Test
    void a_damaged_record_is_a_failure_of_the_store() throws Exception {
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
        }
        RocksStores.damage(folder, db -> db.put(("token/" + record.id()).getBytes(UTF_8), "garbage".getBytes(UTF_8)));
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.find(record.id()));
        }
    }
}
