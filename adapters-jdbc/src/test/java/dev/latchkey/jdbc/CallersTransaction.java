package dev.latchkey.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A transaction of the host's on one connection, begun here; active until it is committed or rolled back. */
public final class CallersTransaction implements HostTransactions {

    private final Connection connection;
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean active = true;

    public CallersTransaction(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /** {@return a store's builder, set to join this transaction} */
    public JdbcTokenStoreBuilder joins(JdbcTokenStoreBuilder builder, DataSource source) {
        return builder.transactional(Intercepted.within(source, connection), this);
    }

    public void commit() throws SQLException {
        connection.commit();
        active = false;
        actions.forEach(Runnable::run);
    }

    public void rollback() throws SQLException {
        connection.rollback();
        active = false;
    }

    @Override
    public boolean active() {
        return active;
    }

    @Override
    public void afterCommit(Runnable action) {
        actions.add(action);
    }
}
