package dev.latchkey.example.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.BulkRevocation;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** A value that is not what was written hides no other token, and stops neither the sweep nor a revocation of the others. */
class DamagedValuesTest {

    @TempDir
    private Path folder;

    private final TokenRecord record = TokenRecords.ordinary().build();
    private final TokenRecord other = TokenRecords.ordinary().build();

    @BeforeEach
    void write() {
        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            StoreWrites.insert(store, record);
            StoreWrites.insert(store, other);
            store.recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.parse("a"))));
        }
    }

    private void put(String key, byte[] value) throws RocksDBException {
        RocksStores.damage(folder, db -> db.put(key.getBytes(UTF_8), value));
    }

    /** Its beginning is left, in which its owner is. */
    private void cutOff(String key) throws RocksDBException {
        RocksStores.damage(folder, db -> db.put(key.getBytes(UTF_8), Arrays.copyOf(db.get(key.getBytes(UTF_8)), 100)));
    }

    private static List<TokenId> listed(TokenPage page) {
        return page.entries().stream().map(entry -> entry.record().id()).toList();
    }

    @Test
    void a_damaged_record_is_listed_as_unreadable_and_the_others_are_revoked() throws Exception {
        cutOff("token/" + record.id());

        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            assertThat(listed(store.list(TokenQuery.all()))).containsExactly(other.id());
            assertThat(store.list(TokenQuery.all().ownedBy(record.grant().owner()))
                            .unreadable())
                    .extracting(UnreadableToken::id)
                    .containsExactly(record.id());
            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.find(record.id()));

            BulkRevocation done = AccessTokens.builder(store)
                    .withoutPrefix()
                    .clock(() -> TokenRecords.ISSUED)
                    .build()
                    .ownedBy(record.grant().owner())
                    .revokeAll("the owner left");

            assertThat(done.revoked()).isEqualTo(1);
            assertThat(done.unreadable()).extracting(UnreadableToken::id).containsExactly(record.id());
            assertThat(store.find(other.id()).orElseThrow().lifecycle().revokedAt())
                    .isNotNull();
        }
    }

    @Test
    void a_record_of_which_nothing_can_be_read_is_listed_by_its_id() throws Exception {
        put("token/" + record.id(), new byte[] {1, 2, 3});

        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            assertThat(store.list(TokenQuery.all()).unreadable())
                    .singleElement()
                    .satisfies(token -> {
                        assertThat(token.id()).isEqualTo(record.id());
                        assertThat(token.owner()).isNull();
                    });
        }
    }

    @Test
    void a_damaged_use_hides_no_token() throws Exception {
        put("use/" + record.id(), new byte[] {1, 2, 3});

        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            assertThat(listed(store.list(TokenQuery.all()))).containsExactly(other.id());
            assertThat(store.list(TokenQuery.all()).unreadable())
                    .singleElement()
                    .satisfies(token -> assertThat(token).isEqualTo(record.withUnreadableUse(token.problem())));
        }
    }

    @Test
    void a_damaged_record_does_not_stop_the_sweep() throws Exception {
        put("token/" + record.id(), new byte[] {1, 2, 3});

        try (KeyValueTokenStore store = RocksStores.open(folder)) {
            long swept = AccessTokens.builder(store)
                    .withoutPrefix()
                    .build()
                    .administration()
                    .sweep(TokenRecords.EXPIRES.plusSeconds(1));

            assertThat(swept).isEqualTo(1);
            assertThat(store.find(other.id())).isEmpty();
        }
    }
}
