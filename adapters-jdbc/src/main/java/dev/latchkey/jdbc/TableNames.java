package dev.latchkey.jdbc;

import java.util.regex.Pattern;

/**
 * The names of the tables: SQL is written with the prefix {@code latchkey_}, which this class replaces by the service's
 * own.
 */
final class TableNames {

    static final String WRITTEN_PREFIX = "latchkey_";

    private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9_]{0,30}");

    private final String prefix;

    /** @throws IllegalArgumentException if the prefix is not {@code [a-z][a-z0-9_]*} of at most 31 characters */
    TableNames(String prefix) {
        if (!LEGAL.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "table prefix \"" + prefix + "\" is not [a-z][a-z0-9_]* of at most 31 characters");
        }
        this.prefix = prefix;
    }

    /** {@return the statement on the service's tables} */
    String in(String sql) {
        return sql.replace(WRITTEN_PREFIX, prefix);
    }
}
