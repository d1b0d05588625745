package dev.latchkey.etcd;

import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.TokenStore;
import dev.latchkey.testkit.store.ChangeFeedContract;
import dev.latchkey.testkit.store.ConcurrentStoreContract;
import dev.latchkey.testkit.store.DatedFeedContract;
import dev.latchkey.testkit.store.TokenListContract;
import dev.latchkey.testkit.store.TokenStoreContract;
import io.etcd.jetcd.Client;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The whole contract of a store, on a server of its own. */
class EtcdContractTest {

    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static EtcdCluster cluster;
    private static Client client;

    @BeforeAll
    static void start() {
        cluster = EtcdCluster.start(1);
        client = cluster.client();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            client.close();
            cluster.close();
        }
    }

    private static String newPrefix() {
        return "t" + PREFIXES.incrementAndGet() + "/";
    }

    private static KeyValueTokenStore open(String prefix) {
        return open(prefix, InstantSource.system());
    }

    private static KeyValueTokenStore open(String prefix, InstantSource clock) {
        return new KeyValueTokenStore(new EtcdEngine(client), prefix, clock);
    }

    @Nested
    class Store extends TokenStoreContract {
        @Override
        protected TokenStore store() {
            return open(newPrefix());
        }
    }

    @Nested
    class Lists extends TokenListContract {
        @Override
        protected TokenStore store() {
            return open(newPrefix());
        }
    }

    @Nested
    class Feed extends ChangeFeedContract<KeyValueTokenStore> {
        @Override
        protected KeyValueTokenStore store() {
            return open(newPrefix());
        }
    }

    @Nested
    class Concurrency extends ConcurrentStoreContract<KeyValueTokenStore> {
        private final String prefix = newPrefix();

        @Override
        protected KeyValueTokenStore store() {
            return open(prefix);
        }

        @Override
        protected KeyValueTokenStore another(KeyValueTokenStore store) {
            return open(prefix);
        }
    }

    @Nested
    class Times extends DatedFeedContract<KeyValueTokenStore> {
        @Override
        protected KeyValueTokenStore store(InstantSource entries) {
            return open(newPrefix(), entries);
        }
    }
}
