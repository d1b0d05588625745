package dev.latchkey.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyValueTokenStoreTest {

    private static final EngineLimits ETCD = new EngineLimits(128, 3 * 512 * 1024);

    private final MemoryEngine engine = new MemoryEngine();
    private final KeyValueTokenStore store = new KeyValueTokenStore(engine);

    @Test
    void a_token_has_the_documented_keys_and_its_deletion_leaves_none_of_them() {
        TokenRecord record = TokenRecords.ordinary().owner("o").requestKey("k").build();
        StoreWrites.insert(store, record);
        store.recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.empty())));

        assertThat(engine.keys())
                .containsExactlyInAnyOrder("end", "token/" + record.id(), "use/" + record.id(), "request/o\0k");

        StoreWrites.delete(store, record);

        assertThat(engine.keys()).containsExactlyInAnyOrder("end", "feed/0000000000000001");
    }

    @Test
    void stores_of_two_prefixes_do_not_see_each_other() {
        KeyValueTokenStore first = new KeyValueTokenStore(engine, "a/", InstantSource.system());
        KeyValueTokenStore second = new KeyValueTokenStore(engine, "b/", InstantSource.system());

        StoreWrites.insert(first, TokenRecords.ordinary().build());

        assertThat(first.list(TokenQuery.all()).entries()).hasSize(1);
        assertThat(second.list(TokenQuery.all()).entries()).isEmpty();
        assertThat(store.list(TokenQuery.all()).entries()).isEmpty();
    }

    @Test
    void a_prefix_that_is_not_printable_is_refused_and_the_engine_closed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyValueTokenStore(engine, "a b", InstantSource.system()));
        assertThat(engine.isClosed()).isTrue();
    }

    @Test
    void one_write_makes_one_entry_that_names_every_token() {
        List<TokenRecord> records =
                Stream.generate(() -> TokenRecords.ordinary().build()).limit(3).toList();
        records.forEach(record -> StoreWrites.insert(store, record));
        FeedPosition start = store.position();

        store.write(records.stream().<Write>map(Write.Delete::new).toList());

        Changes changes = store.changesSince(start, 1);
        assertThat(changes.drained()).isTrue();
        assertThat(changes.tokens()).hasSize(3);
    }

    @Test
    void the_use_of_a_deleted_token_is_not_that_of_one_inserted_in_its_place() {
        TokenRecord record = TokenRecords.ordinary().build();
        StoreWrites.insert(store, record);
        store.recordUse(List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.empty())));

        store.write(List.of(new Write.Delete(record), new Write.Insert(record)));

        assertThat(store.list(TokenQuery.all()).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.use()).isNull());
    }

    @Test
    void a_write_takes_as_many_steps_as_fit_whatever_their_size() {
        assertThat(EngineLimits.none().maximumWrites()).isEqualTo(1_000);
        assertThat(new EngineLimits(EngineLimits.FEWEST_OPERATIONS, EngineLimits.FEWEST_BYTES).maximumWrites())
                .isEqualTo(2);
        assertThat(ETCD.maximumWrites()).isEqualTo(13);

        KeyValueTokenStore small = new KeyValueTokenStore(new MemoryEngine(ETCD));
        List<Write> largest = IntStream.range(0, small.maximumWrites())
                .<Write>mapToObj(i -> new Write.Insert(TokenRecords.largest()
                        .requestKey("k" + i + "~".repeat(250))
                        .build()))
                .toList();

        assertThat(small.write(largest)).isTrue();
    }

    @Test
    void limits_below_those_of_a_look_up_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EngineLimits(66, Integer.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> new EngineLimits(128, EngineLimits.FEWEST_BYTES - 1));
    }

    @Test
    void a_write_that_loses_every_race_fails_and_writes_nothing() {
        RacingEngine racing = new RacingEngine(EngineLimits.none(), 0);
        KeyValueTokenStore unlucky = new KeyValueTokenStore(racing);
        racing.refuse(100);

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() ->
                        StoreWrites.insert(unlucky, TokenRecords.ordinary().build()))
                .withMessageContaining("nothing was written");
        assertThat(racing.refused()).isEqualTo(20);
    }

    @Test
    void a_trim_beyond_one_commit_goes_on_until_its_limit() {
        KeyValueTokenStore small = new KeyValueTokenStore(new MemoryEngine(ETCD), "", () -> TokenRecords.ISSUED);
        TokenRecord next = TokenRecords.ordinary().build();
        StoreWrites.insert(small, next);
        for (int i = 0; i < 300; i++) {
            next = next.withDescription("v" + i);
            StoreWrites.update(small, next);
        }

        assertThat(small.trim(TokenRecords.EXPIRES, 290)).isEqualTo(290);
        assertThat(small.trim(TokenRecords.EXPIRES, 290)).isEqualTo(9);
    }
}
