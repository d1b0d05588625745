package dev.latchkey.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenRecord;
import io.etcd.jetcd.Client;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What happens beyond the limits of etcd, on servers of which some are small. */
class EtcdLimitsTest {

    private static final int MANY = 100;

    private static void onServer(String option, Consumer<KeyValueTokenStore> test) {
        EtcdCluster.Security settings = new EtcdCluster.Security("http", List.of(option), builder -> builder);
        try (EtcdCluster cluster = EtcdCluster.start(1, settings);
                Client client = cluster.client();
                KeyValueTokenStore store = new KeyValueTokenStore(new EtcdEngine(client))) {
            test.accept(store);
        }
    }

    /** A server that permits fewer than the default. */
    @Test
    void a_commit_of_more_operations_than_the_server_permits_fails() {
        onServer("--max-txn-ops=64", store -> {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);
            for (int i = 0; i < MANY; i++) {
                TokenRecord next = record.withDescription("change " + i);
                assertThat(StoreWrites.update(store, next)).isTrue();
                record = next;
            }

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> store.trim(Instant.now().plusSeconds(60), 1_000))
                    .havingCause()
                    .withMessageContaining("too many operations");
        });
    }

    @Test
    void a_write_of_more_steps_than_the_store_permits_is_a_mistake_of_the_caller() {
        onServer("--max-txn-ops=128", store -> {
            List<Write> steps = Collections.nCopies(
                    store.maximumWrites() + 1,
                    new Write.Insert(TokenRecords.ordinary().build()));

            assertThatIllegalArgumentException().isThrownBy(() -> store.write(steps));
        });
    }

    /** Tokens are verified, but none is revoked. */
    @Test
    void a_server_whose_quota_is_used_up_fails_writes_and_answers_reads() {
        onServer("--quota-backend-bytes=4000000", store -> {
            TokenRecord record = TokenRecords.ordinary().build();
            StoreWrites.insert(store, record);

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < MANY; i++) {
                            TokenRecord large =
                                    TokenRecords.largest().requestKey("k" + i).build();
                            assertThat(StoreWrites.insert(store, large)).isTrue();
                        }
                    })
                    .havingCause()
                    .withMessageContaining("database space exceeded");

            assertThatExceptionOfType(TokenStoreException.class)
                    .isThrownBy(() -> StoreWrites.update(store, record.withRevoked(TokenRecords.ISSUED, "leaked")));
            assertThat(store.find(record.id())).contains(record);
            assertThat(store.changesSince(store.position(), 10).drained()).isTrue();
        });
    }
}
