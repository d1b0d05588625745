package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builds a {@link JdbcTokenStore}. Not thread-safe; what it builds is. */
public final class JdbcTokenStoreBuilder {

    private final DataSource raw;
    private @Nullable DataSource feed;
    private @Nullable DataSource transactional;
    private @Nullable JdbcDialect dialect;
    private TableNames names = new TableNames(TableNames.WRITTEN_PREFIX);
    private Duration statementTimeout = Duration.ofSeconds(10);
    private InstantSource clock = InstantSource.system();

    JdbcTokenStoreBuilder(DataSource raw) {
        this.raw = Objects.requireNonNull(raw, "raw");
    }

    /**
     * Sets where connections come from that may be inside the caller's transaction; by default there are none, and every
     * write is a transaction of its own.
     *
     * @param source a transaction-aware data source: within a transaction of the caller's, its connections have autocommit
     *     off and close without ending it
     * @return this builder
     */
    public JdbcTokenStoreBuilder transactional(DataSource source) {
        this.transactional = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Sets where the connection comes from by which the change feed is read; by default, the raw data source. With a source
     * of its own (two connections are enough, pooled or not, the second for when a read hangs), a node keeps what it holds
     * while others use up the pool. A look-up that finds the raw data source behind is repeated here.
     *
     * @param source gives connections to the primary database, outside of any transaction of the caller's
     * @return this builder
     */
    public JdbcTokenStoreBuilder feedSource(DataSource source) {
        this.feed = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Sets the database; by default, it is asked when the store is built.
     *
     * @param database what is at the other end
     * @return this builder
     */
    public JdbcTokenStoreBuilder dialect(JdbcDialect database) {
        this.dialect = Objects.requireNonNull(database, "database");
        return this;
    }

    /**
     * Sets what the names of tables and indexes begin with; by default, {@code latchkey_}.
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
     * Sets how long a statement may take; by default 10 seconds. How long a connection may take is the data source's to
     * say.
     *
     * <p>The database is told to stop a statement that takes longer. Where there is a network between, its timeout ends what
     * the database does not; of a look-up, which a verification waits for, it alone does, and the pool replaces the
     * connection. H2 has no timeout that ends with a statement, so none is set there: it reads without waiting, and waits for
     * locks as long as its {@code LOCK_TIMEOUT} says.
     *
     * @param timeout at least a second; parts of a second count as one
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
     * Sets the clock that dates the entries of the change feed; by default, the system's.
     *
     * @param instantSource what tells the time
     * @return this builder
     */
    public JdbcTokenStoreBuilder clock(InstantSource instantSource) {
        this.clock = Objects.requireNonNull(instantSource, "instantSource");
        return this;
    }

    /**
     * {@return the store}
     *
     * <p>It opens one connection, to detect the database and to check its settings: that an acknowledged commit survives the
     * end of the process, and that every text comes back as it was. On H2 it sets {@code WRITE_DELAY} to 0 where it is not.
     *
     * @throws TokenStoreException if the database cannot be reached
     * @throws IllegalArgumentException if the adapter does not know the database, or a setting or a version of it loses
     *     commits or characters; the message names what to change
     */
    public JdbcTokenStore build() {
        try (Connection connection = DatabaseChecks.connect(raw)) {
            JdbcDialect database = dialect != null ? dialect : JdbcDialect.of(connection);
            DatabaseChecks.require(database, connection);
            int seconds = (int) statementTimeout.plusNanos(999_999_999).toSeconds();
            Transactions.Sources sources = new Transactions.Sources(raw, feed != null ? feed : raw, transactional);
            return new JdbcTokenStore(new Transactions(sources, database, names, seconds), database, names, clock);
        } catch (SQLException e) {
            throw DatabaseChecks.unusable(e);
        }
    }
}
