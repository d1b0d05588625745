package dev.latchkey.resilience;

import dev.latchkey.jdbc.Intercepted;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Databases whose change feed is not written in the transaction of the change. */
final class BrokenWriters {

    private BrokenWriters() {}

    /** The change is committed first, and the feed is raised after it. */
    static DataSource thatRaiseTheFeedAfterTheCommit(DataSource database) {
        return Intercepted.dataSource(database, call -> {
            if (raisesTheFeed(call)) {
                ((Connection) call.target()).commit();
            }
            return call.proceed();
        });
    }

    /** The number of an entry is taken at once and for good, as from a sequence; the entry comes with the commit. */
    static DataSource thatNumberEntriesBySequence(DataSource database) {
        Connection apart = connection(database);
        return Intercepted.dataSource(
                database,
                call -> raisesTheFeed(call)
                        ? apart.prepareStatement(String.valueOf(call.arguments()[0]))
                        : call.proceed());
    }

    private static Connection connection(DataSource database) {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean raisesTheFeed(Intercepted.Call call) {
        return call.method().equals("prepareStatement")
                && String.valueOf(call.arguments()[0])
                        .contains("UPDATE " + ScriptedNode.PREFIX + "state SET feed_sequence");
    }
}
