package dev.latchkey.jdbc;

import java.sql.SQLException;

/** A driver did not report how many rows each statement of a batch changed, as some do with certain settings. */
final class UncountedBatchException extends SQLException {

    private static final long serialVersionUID = 1L;

    UncountedBatchException() {
        super("the driver does not report what the statements of a batch changed");
    }
}
