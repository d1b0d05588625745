package dev.latchkey.resilience;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.etcd.EtcdCluster;
import dev.latchkey.etcd.EtcdEngine;
import dev.latchkey.jdbc.Database;
import dev.latchkey.jdbc.GaleraCluster;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.keyvalue.KeyValueTokenStore;
import dev.latchkey.port.TokenStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The store of a node, which it opens by the words of its command line. */
interface SharedStore {

    /** How many words describe a store. */
    int WORDS = 3;

    /** {@return the store, opened; throws if the engine is away} */
    TokenStore open();

    /** Takes all connections for a time. */
    void takeAllConnections(long millis);

    /** {@return the store that three words describe: a database, its address and a table prefix; or etcd likewise} */
    static SharedStore of(List<String> words) {
        return switch (words.get(0)) {
            case EtcdFleet.NAME -> new OnEtcd(List.of(words.get(1).split(",")), words.get(2));
            case GaleraServers.UNGUARDED ->
                new OnDatabase(Database.MARIADB, words.get(1), words.get(2), GaleraCluster::unguarded);
            default ->
                new OnDatabase(Database.valueOf(words.get(0)), words.get(1), words.get(2), UnaryOperator.identity());
        };
    }

    /** Calls wait for at most two seconds, as the driver of a database is set. */
    final class OnEtcd implements SharedStore {

        private final EtcdEngine engine;
        private final String prefix;

        OnEtcd(List<String> endpoints, String prefix) {
            this.engine = new EtcdEngine(EtcdCluster.client(endpoints).build(), Duration.ofSeconds(2));
            this.prefix = prefix;
        }

        @Override
        public TokenStore open() {
            return new KeyValueTokenStore(engine, prefix, InstantSource.system());
        }

        @Override
        public void takeAllConnections(long millis) {
            // One connection carries all calls.
        }
    }

    /** By a small pool. */
    final class OnDatabase implements SharedStore {

        private static final int CONNECTIONS = 4;

        private final Database database;
        private final String prefix;
        private final HikariDataSource pool;

        private final DataSource source;

        OnDatabase(Database database, String url, String prefix, UnaryOperator<DataSource> seen) {
            this.database = database;
            this.prefix = prefix;
            this.pool = database.open(url, this::impatient);
            this.source = seen.apply(pool);
        }

        private void impatient(HikariConfig config) {
            config.setMaximumPoolSize(CONNECTIONS);
            config.setConnectionTimeout(1_000);
            config.setValidationTimeout(500);
            config.setInitializationFailTimeout(-1);
            if (database == Database.MARIADB) {
                // Else a pool whose first connection is to a member of Galera that is not ready makes no other one.
                config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
            }
        }

        @Override
        public TokenStore open() {
            return JdbcTokenStore.builder(source)
                    .dialect(database.dialect())
                    .tablePrefix(prefix)
                    .statementTimeout(Duration.ofSeconds(1))
                    .build();
        }

        @Override
        public void takeAllConnections(long millis) {
            List<Connection> taken = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (System.nanoTime() < deadline) {
                try {
                    if (taken.size() < CONNECTIONS) {
                        taken.add(pool.getConnection());
                    } else {
                        LockSupport.parkNanos(deadline - System.nanoTime());
                    }
                } catch (SQLException e) {
                    // Others hold them; the next try comes.
                }
            }
            for (Connection connection : taken) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    // The pool knows.
                }
            }
        }
    }
}
