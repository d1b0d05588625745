package dev.latchkey.jdbc;

import java.sql.SQLTransactionRollbackException;

/** A transaction cannot see a row that another one has committed since it began; a new transaction can. */
final class StaleSnapshotException extends SQLTransactionRollbackException {

    private static final long serialVersionUID = 1L;

    private static final String SERIALIZATION_FAILURE = "40001";

    StaleSnapshotException(String reason) {
        super(reason, SERIALIZATION_FAILURE);
    }
}
