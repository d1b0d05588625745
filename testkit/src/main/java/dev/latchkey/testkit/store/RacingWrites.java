package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.Write;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of several equal writes, one succeeds. */
abstract class RacingWrites<S extends TokenStore & ChangeFeed> extends ConcurrentGroup<S> {

    /** Checking first and inserting then are two steps, between which another caller can insert. */
    @Test
    void of_several_inserts_of_one_id_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenId id = TokenRecords.newId();

            assertThat(race(node ->
                            StoreWrites.insert(node, TokenRecords.ordinary(id).build())))
                    .containsOnlyOnce(true);
        }
    }

    /** An impatient client's two requests arrive at the same moment. */
    @Test
    void of_several_inserts_of_one_request_key_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            String key = "key-" + round;

            assertThat(race(node -> StoreWrites.insert(
                            node, TokenRecords.ordinary().requestKey(key).build())))
                    .containsOnlyOnce(true);
            assertThat(store.list(TokenQuery.all().requestedAs(key)).entries()).hasSize(1);
        }
    }

    /** The write itself must compare the version; compared before it, both callers find it right. */
    @Test
    void of_several_updates_of_one_version_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThat(race(node -> StoreWrites.update(
                            node,
                            record.withRevoked(
                                    T0, "by " + Thread.currentThread().getName()))))
                    .containsOnlyOnce(true);
            assertThat(store.find(record.id()).orElseThrow().version()).isEqualTo(2);
        }
    }

    /** Two concurrent rotations must not leave an unknown successor. */
    @Test
    void of_several_replacements_of_one_version_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThat(race(node -> StoreWrites.replace(
                            node,
                            record.withDescription("retired"),
                            TokenRecords.ordinary().family(record.id()).build())))
                    .containsOnlyOnce(true);
            assertThat(store.list(TokenQuery.all().inFamily(record.id())).entries())
                    .as("the retired token and one successor")
                    .hasSize(2);
        }
    }

    /** Two sweeps meet: each token is deleted, and reported, once. */
    @Test
    void of_several_deletions_of_one_version_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThat(race(node -> StoreWrites.delete(node, record))).containsOnlyOnce(true);
            assertThat(store.find(record.id())).isEmpty();
        }
    }

    /** A mark is a compare-and-set of the feed's end. */
    @Test
    void of_several_marks_of_one_end_one_is_written() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            Write mark = new Write.Mark(store.position());

            assertThat(race(node -> node.write(List.of(mark)))).containsOnlyOnce(true);
        }
    }
}
