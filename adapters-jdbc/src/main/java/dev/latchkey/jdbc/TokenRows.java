package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a record is a row, and a row a record. */
final class TokenRows {

    /** The value of {@code ends_at} for a token that never ends, which sorts after all others. */
    static final long NEVER = Long.MAX_VALUE;

    static final String COLUMNS = """
            t.id, t.owner, t.description, t.scopes, t.hash_scheme, t.hash, t.issued_at, t.expires_at, t.revoked_at,
            t.revocation_reason, t.disabled_at, t.parent, t.family, t.successor, t.request_key, t.details, t.ends_at,
            t.version""";

    private TokenRows() {}

    static long endsAt(TokenRecord record) {
        Instant end = record.endsAt();
        return end == null ? NEVER : end.toEpochMilli();
    }

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static @Nullable String text(@Nullable TokenId id) {
        return id == null ? null : id.toString();
    }

    /**
     * {@return the record of the current row}
     *
     * @throws TokenStoreException if the row is not one that a record was written to
     */
    static TokenRecord read(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            TokenRecord record = TokenRecord.builder(TokenId.of(required(id)))
                    .owner(required(row.getString("owner")))
                    .description(required(row.getString("description")))
                    .scopes(required(row.getString("scopes")))
                    .hash(SecretHash.of(required(row.getString("hash_scheme")), required(row.getString("hash"))))
                    .issuedAt(required(time(row, "issued_at")))
                    .expiresAt(time(row, "expires_at"))
                    .revoked(time(row, "revoked_at"), row.getString("revocation_reason"))
                    .disabledAt(time(row, "disabled_at"))
                    .parent(id(row, "parent"))
                    .family(required(id(row, "family")))
                    .successor(id(row, "successor"))
                    .requestKey(row.getString("request_key"))
                    .details(required(row.getString("details")))
                    .version(row.getLong("version"))
                    .build();
            // It says again when the token expires or was revoked, so one of the two cannot be taken away unnoticed.
            if (row.getLong("ends_at") != endsAt(record)) {
                throw new IllegalArgumentException("ends_at is not when the token ends");
            }
            return record;
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the row of token " + id + " is not what was written: " + e.getMessage(), e);
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a required column is null");
        }
        return value;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable TokenId id(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : TokenId.of(text);
    }
}
