package dev.latchkey.example.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.BulkRevocation;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.UnreadableToken;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that is not what was written hides no other token, and stops neither the sweep nor a revocation of the others. */
class DamagedValuesTest {

    @TempDir
    private Path folder;

    private final TokenRecord record = TokenRecords.ordinary().build();
    private final TokenRecord other = TokenRecords.ordinary().build();

    @BeforeEach
    void write() {
        try (RocksTokenStore store = new RocksTokenStore(folder)) {
            store.insert(record);
            store.insert(other);
            store.recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.parse("a"))));
        }
    }

    private void put(String key, byte[] value) {
        try (KeyValues values = new KeyValues(folder)) {
            values.write(step -> step.put(key, value));
        }
    }

    private static List<TokenId> listed(TokenPage page) {
        return page.entries().stream().map(entry -> entry.record().id()).toList();
    }

    @Test
    void a_damaged_record_is_listed_as_unreadable_and_the_others_are_revoked() {
        put("token/" + record.id(), Fields.of(record.id(), record.owner(), "d", "scopes without the rest"));

        try (RocksTokenStore store = new RocksTokenStore(folder)) {
            assertThat(listed(store.list(TokenQuery.all()))).containsExactly(other.id());
            assertThat(store.list(TokenQuery.all().ownedBy(record.owner())).unreadable())
                    .extracting(UnreadableToken::id)
                    .containsExactly(record.id());
            assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> store.find(record.id()));

            BulkRevocation done = AccessTokens.builder(store)
                    .withoutPrefix()
                    .clock(() -> TokenRecords.ISSUED)
                    .build()
                    .ownedBy(record.owner())
                    .revokeAll("the owner left");

            assertThat(done.revoked()).isEqualTo(1);
            assertThat(done.unreadable()).extracting(UnreadableToken::id).containsExactly(record.id());
            assertThat(store.find(other.id()).orElseThrow().revokedAt()).isNotNull();
        }
    }

    @Test
    void a_record_of_which_nothing_can_be_read_is_listed_by_its_id() {
        put("token/" + record.id(), new byte[] {1, 2, 3});

        try (RocksTokenStore store = new RocksTokenStore(folder)) {
            assertThat(store.list(TokenQuery.all()).unreadable())
                    .singleElement()
                    .satisfies(token -> {
                        assertThat(token.id()).isEqualTo(record.id());
                        assertThat(token.owner()).isNull();
                    });
        }
    }

    @Test
    void a_damaged_use_hides_no_token() {
        put("use/" + record.id(), new byte[] {1, 2, 3});

        try (RocksTokenStore store = new RocksTokenStore(folder)) {
            assertThat(listed(store.list(TokenQuery.all()))).containsExactly(other.id());
            assertThat(store.list(TokenQuery.all()).unreadable())
                    .containsExactly(UnreadableToken.of(record, "its use is not what was written"));
        }
    }

    @Test
    void a_damaged_record_does_not_stop_the_sweep() {
        put("token/" + record.id(), new byte[] {1, 2, 3});

        try (RocksTokenStore store = new RocksTokenStore(folder)) {
            assertThat(store.deleteEnded(TokenRecords.EXPIRES.plusSeconds(1), 10))
                    .isEqualTo(1);
            assertThat(store.find(other.id())).isEmpty();
        }
    }
}
