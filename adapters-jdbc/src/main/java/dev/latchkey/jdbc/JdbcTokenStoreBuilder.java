package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builds a {@link JdbcTokenStore}. Not thread-safe; the built store is. */
public final class JdbcTokenStoreBuilder {

    private final DataSource raw;
    private @Nullable DataSource feed;
    private @Nullable HostTransaction host;
    private @Nullable JdbcDialect dialect;
    private TableNames names = new TableNames(TableNames.WRITTEN_PREFIX);
    private boolean replicaAllowed;
    private boolean commitsWaitForReplica;
    private Duration statementTimeout = Duration.ofSeconds(10);
    private InstantSource clock = InstantSource.system();

    JdbcTokenStoreBuilder(DataSource raw) {
        this.raw = Objects.requireNonNull(raw, "raw");
    }

    /**
     * Lets writes join the host's transactions. Default: they do not, and every write is a transaction of its own.
     *
     * <p>While {@code transactions} reports one, issuing, describing and revoking use a connection of {@code source}
     * and take effect when the host commits. Otherwise the store begins and commits a transaction of its own on a
     * connection of the raw data source, with autocommit on or off.
     *
     * @param source returns, within a transaction of the host, the connection of that transaction each time, with
     *     autocommit off and so that closing it does not end the transaction; not used outside of one
     * @param transactions reports whether there is one
     * @return this builder
     */
    public JdbcTokenStoreBuilder transactional(DataSource source, HostTransactions transactions) {
        this.host = new HostTransaction(
                Objects.requireNonNull(source, "source"), Objects.requireNonNull(transactions, "transactions"));
        return this;
    }

    /**
     * Sets the data source from which the change feed is read. Default: the raw data source. With a separate source
     * (two connections are enough, pooled or not, the second for when a read hangs), a node keeps its cache while the
     * pool is exhausted. A look-up that finds the raw data source behind is repeated here.
     *
     * @param source provides connections to the primary database, outside of any transaction of the caller
     * @return this builder
     */
    public JdbcTokenStoreBuilder feedSource(DataSource source) {
        this.feed = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Sets the database. Default: it is detected when the store is built.
     *
     * @param database the dialect of the database
     * @return this builder
     */
    public JdbcTokenStoreBuilder dialect(JdbcDialect database) {
        this.dialect = Objects.requireNonNull(database, "database");
        return this;
    }

    /**
     * Sets the prefix of the names of tables and indexes. Default: {@code latchkey_}.
     *
     * @param prefix {@code [a-z][a-z0-9_]*}, at most 31 characters
     * @return this builder
     * @throws IllegalArgumentException if the prefix is anything else
     */
    public JdbcTokenStoreBuilder tablePrefix(String prefix) {
        this.names = new TableNames(prefix);
        return this;
    }

    /**
     * Sets how long an operation may wait for the database, including all its statements and retries. Default: 10
     * seconds. The data source limits the time to get a connection.
     *
     * <p>Statements have this timeout. Over a network, the connection's network timeout also ends statements that the
     * database does not stop. Look-ups, which verifications wait for, have only the network timeout; the pool replaces
     * the connection afterwards. H2 has no timeout for a single statement, so none is set there: it reads without
     * waiting, and waits for locks at most its {@code LOCK_TIMEOUT}.
     *
     * @param timeout at least a second
     * @return this builder
     * @throws IllegalArgumentException if it is less than a second or more than a day
     */
    public JdbcTokenStoreBuilder statementTimeout(Duration timeout) {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("statement timeout " + timeout + " is not between a second and a day");
        }
        this.statementTimeout = timeout;
        return this;
    }

    /**
     * Sets the clock that dates the entries of the change feed. Default: the system's.
     *
     * @param instantSource the clock
     * @return this builder
     */
    public JdbcTokenStoreBuilder clock(InstantSource instantSource) {
        this.clock = Objects.requireNonNull(instantSource, "instantSource");
        return this;
    }

    /**
     * Allows the raw data source to lead to a replica, which then serves only look-ups for verification. Everything
     * else (the feed, writes outside of the host's transactions, lists) uses {@link #feedSource}, which must be set and
     * lead to the primary; give it a pool.
     *
     * <p>A revocation is visible on a replica later than its acknowledgement, so {@code AccessTokens} must be built
     * with {@code revocationWithin(…)}; a bound of zero is refused, unless {@link #commitsWaitForReplica()} is set too.
     *
     * @return this builder
     */
    public JdbcTokenStoreBuilder allowReplica() {
        this.replicaAllowed = true;
        return this;
    }

    /**
     * States that the primary acknowledges a commit only when it is visible on the replica of {@link #allowReplica()},
     * so that a revocation bound of zero is possible too: PostgreSQL with {@code synchronous_commit = remote_apply} and
     * every replica that the raw data source may reach in {@code synchronous_standby_names}.
     *
     * <p>The settings are verified when the store is built, but not which replicas the raw data source reaches.
     *
     * @return this builder
     */
    public JdbcTokenStoreBuilder commitsWaitForReplica() {
        this.commitsWaitForReplica = true;
        return this;
    }

    /**
     * {@return the store}
     *
     * <p>It opens a connection of each data source, to detect the database and to check its settings: that an
     * acknowledged commit survives the end of the process, that texts are returned unchanged, and that the sources for
     * writes are writable. On H2 it sets {@code WRITE_DELAY} to 0, and so does each write.
     *
     * @throws TokenStoreException if a database cannot be reached
     * @throws IllegalArgumentException if the adapter does not know the database, a setting or a version of it loses
     *     commits or characters, a node of a Galera cluster does not wait for the others ({@code wsrep_sync_wait} that
     *     includes 7, without {@code wsrep_dirty_reads}, with {@code wsrep_on}), or a source of the feed or of writes
     *     leads to a database that is read-only or in recovery; the message names what to change
     */
    public JdbcTokenStore build() {
        DataSource primary = primary();
        try {
            JdbcDialect database = dialect != null ? dialect : dialectOf(raw);
            ClusterReads reads = check(raw, database, "raw data source", !replicaAllowed);
            if (feed != null && check(feed, database, "feed's data source", true) == ClusterReads.OF_GALERA) {
                reads = ClusterReads.OF_GALERA;
            }
            if (host != null) {
                check(host.source(), database, "data source of transactional(…)", true);
            }
            Transactions.Sources sources = new Transactions.Sources(raw, feed != null ? feed : raw, primary);
            return new JdbcTokenStore(
                    new Transactions(sources, host, database, names, statementTimeout),
                    database,
                    names,
                    clock,
                    reads,
                    replicaAllowed && !commitsWaitForReplica);
        } catch (SQLException e) {
            throw DatabaseChecks.unusable(e);
        }
    }

    private DataSource primary() {
        if (replicaAllowed && feed == null) {
            throw new IllegalArgumentException("allowReplica() needs feedSource(…), which leads to the primary");
        }
        if (commitsWaitForReplica && !replicaAllowed) {
            throw new IllegalArgumentException("commitsWaitForReplica() is about the replica of allowReplica()");
        }
        return replicaAllowed && feed != null ? feed : raw;
    }

    private static JdbcDialect dialectOf(DataSource source) throws SQLException {
        try (Connection connection = DatabaseChecks.connect(source)) {
            return JdbcDialect.of(connection);
        }
    }

    private ClusterReads check(DataSource source, JdbcDialect database, String role, boolean writes)
            throws SQLException {
        Connection connection = DatabaseChecks.connect(source);
        if (host != null && source == host.source() && host.isActive()) {
            // Some checks change settings, which would end the host's transaction.
            try (connection) {
                ReadOnlyDatabases.requireWritable(connection, database, role);
                return ClusterReads.of(connection, database);
            }
        }
        return OwnTransaction.on(connection, database).ended(() -> {
            if (writes) {
                ReadOnlyDatabases.requireWritable(connection, database, role);
            }
            if (writes && commitsWaitForReplica) {
                ReadOnlyDatabases.requireCommitsWaitForReplicas(connection, database, role);
            }
            DatabaseChecks.require(database, connection);
            return ClusterReads.of(connection, database);
        });
    }
}
