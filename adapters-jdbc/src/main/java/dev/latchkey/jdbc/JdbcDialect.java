package dev.latchkey.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** A database that the adapter knows. All that differs between databases is here and in their schema resources. */
public enum JdbcDialect {
    /** H2 2.x, in memory or in a file. */
    H2("H2", "", "23505"),
    /** PostgreSQL 12 or later. */
    POSTGRESQL("PostgreSQL", " ON CONFLICT DO NOTHING", "");

    private final String productName;
    private final String ignoringDuplicates;
    private final String duplicateState;

    JdbcDialect(String productName, String ignoringDuplicates, String duplicateState) {
        this.productName = productName;
        this.ignoringDuplicates = ignoringDuplicates;
        this.duplicateState = duplicateState;
    }

    /** {@return the dialect of the database at the other end} */
    static JdbcDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return Arrays.stream(values())
                .filter(dialect -> dialect.productName.equals(product))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "database " + product + " is not one of " + Arrays.toString(values())));
    }

    /** {@return where the schema's script stands, relative to this package} */
    String schemaResource() {
        return switch (this) {
            case H2 -> "schema/h2/V1__latchkey.sql";
            case POSTGRESQL -> "schema/postgresql/V1__latchkey.sql";
        };
    }

    /** {@return an insert that, where the database can say so, writes nothing if the row exists} A failed statement would
     * make the caller's transaction unusable on PostgreSQL. */
    String insertOrIgnore(String insert) {
        return insert + ignoringDuplicates;
    }

    /** {@return whether a failed insert means that the row exists, and has harmed nothing} */
    boolean isDuplicate(SQLException e) {
        return duplicateState.equals(e.getSQLState());
    }

    /** {@return whether the same transaction may succeed when it is run again} */
    boolean isRetryable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return switch (this) {
            // Deadlock, a row changed by another transaction, a lock that was not to be had in time.
            case H2 -> state.equals("40001") || state.equals("90131") || state.equals("HYT00");
            // Serialization failure, deadlock.
            case POSTGRESQL -> state.equals("40001") || state.equals("40P01");
        };
    }

    /**
     * Makes an acknowledged commit survive the death of the process. H2 writes half a second later by default, and the
     * setting stays with the database.
     */
    void requireDurableCommits(Connection connection) throws SQLException {
        if (this == H2) {
            try (var statement = connection.createStatement()) {
                statement.execute("SET WRITE_DELAY 0");
            }
        }
    }
}
