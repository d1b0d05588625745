package dev.latchkey.jdbc;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnreadableToken;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts records to rows, and rows to records. */
final class TokenRows {

    /** The value of {@code ends_at} for a token that never ends, which sorts after all others. */
    static final long NEVER = Long.MAX_VALUE;

    static final String COLUMNS = """
            t.id, t.owner, t.description, t.scopes, t.hash_scheme, t.hash, t.created_by, t.issued_at, t.expires_at,
            t.revoked_at, t.revoked_by, t.revocation_reason, t.disabled_at, t.disabled_by, t.disabling_reason,
            t.ancestors, t.family, t.successor, t.request_key, t.request_digest, t.attributes, t.details, t.ends_at,
            t.version""";

    // The numbers of these columns: looking a column up by its name costs as much as reading it.
    static final int ID = 1;
    private static final int OWNER = 2;
    private static final int DESCRIPTION = 3;
    private static final int SCOPES = 4;
    private static final int HASH_SCHEME = 5;
    private static final int HASH = 6;
    private static final int CREATED_BY = 7;
    private static final int ISSUED_AT = 8;
    private static final int EXPIRES_AT = 9;
    private static final int REVOKED_AT = 10;
    private static final int REVOKED_BY = 11;
    private static final int REVOCATION_REASON = 12;
    private static final int DISABLED_AT = 13;
    private static final int DISABLED_BY = 14;
    private static final int DISABLING_REASON = 15;
    private static final int ANCESTORS = 16;
    private static final int FAMILY = 17;
    private static final int SUCCESSOR = 18;
    private static final int REQUEST_KEY = 19;
    private static final int REQUEST_DIGEST = 20;
    private static final int ATTRIBUTES = 21;
    private static final int DETAILS = 22;
    static final int ENDS_AT = 23;
    private static final int VERSION = 24;

    /** The number of the first column after those of a record. */
    static final int AFTER = 25;

    private TokenRows() {}

    static long endsAt(TokenRecord record) {
        Instant end = record.lifecycle().endsAt();
        return end == null ? NEVER : end.toEpochMilli();
    }

    static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    static @Nullable String text(@Nullable TokenId id) {
        return id == null ? null : id.toString();
    }

    /**
     * {@return the record of the current row, which begins with the columns above}
     *
     * @throws TokenStoreException if the row is not a valid record
     */
    static TokenRecord read(ResultSet row) throws SQLException {
        String id = row.getString(ID);
        try {
            TokenRecord record = TokenRecord.builder(TokenId.of(required(id)))
                    .owner(required(exactText(row, OWNER)))
                    .description(required(row.getString(DESCRIPTION)))
                    .scopes(required(row.getString(SCOPES)))
                    .hash(SecretHash.of(required(row.getString(HASH_SCHEME)), required(row.getString(HASH))))
                    .issuedAt(required(time(row, ISSUED_AT)))
                    .expiresAt(time(row, EXPIRES_AT))
                    .createdBy(exactText(row, CREATED_BY))
                    .revocation(intervention(row, REVOKED_AT, REVOKED_BY, REVOCATION_REASON))
                    .disablement(intervention(row, DISABLED_AT, DISABLED_BY, DISABLING_REASON))
                    .ancestors(ids(required(row.getString(ANCESTORS))))
                    .family(required(id(row, FAMILY)))
                    .successor(id(row, SUCCESSOR))
                    .requestKey(exactText(row, REQUEST_KEY))
                    .requestDigest(row.getString(REQUEST_DIGEST))
                    .attributes(AttributeText.read(required(row.getString(ATTRIBUTES))))
                    .details(required(row.getString(DETAILS)))
                    .version(row.getLong(VERSION))
                    .build();
            // It repeats the expiry or the revocation, so that removing one of them from the row is noticed.
            if (row.getLong(ENDS_AT) != endsAt(record)) {
                throw new IllegalArgumentException("ends_at is not when the token ends");
            }
            return record;
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the row of token " + id + " is not what was written: " + e.getMessage(), e);
        }
    }

    static TokenStoreException missingState() {
        return new TokenStoreException(
                "the row of the state table is missing; call JdbcSchema.createIfMissing, or run the"
                        + " script of the schema again");
    }

    /**
     * {@return the readable parts of the current row, which is not a valid record; null if its id cannot be read, so
     * that no text can match it}
     *
     * @param problem what is wrong with it
     */
    static @Nullable UnreadableToken unreadable(ResultSet row, String problem) throws SQLException {
        Optional<TokenId> id = Optional.ofNullable(row.getString(ID)).flatMap(TokenId::parse);
        if (id.isEmpty()) {
            return null;
        }
        return new UnreadableToken(
                id.get(),
                readableOwner(row),
                readableTime(row, ISSUED_AT),
                readableTime(row, EXPIRES_AT),
                readableTime(row, REVOKED_AT),
                problem);
    }

    private static @Nullable String readableOwner(ResultSet row) throws SQLException {
        try {
            String owner = exactText(row, OWNER);
            return owner == null ? null : TokenRecord.requireText("owner", owner);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Instant readableTime(ResultSet row, int column) throws SQLException {
        try {
            Instant time = time(row, column);
            return time == null ? null : TokenRecord.requireTime("time", time);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a required column is null");
        }
        return value;
    }

    /**
     * {@return the text of a column, which is read as UTF-8 bytes if the driver would otherwise decode it by another
     * charset}
     */
    static @Nullable String exactText(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (!(value instanceof byte[] bytes)) {
            return (String) value;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new IllegalArgumentException("a text is not UTF-8");
        }
        return text;
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable TokenId id(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : TokenId.of(text);
    }

    private static @Nullable Intervention intervention(ResultSet row, int at, int by, int reason) throws SQLException {
        Instant time = time(row, at);
        String actor = exactText(row, by);
        String why = row.getString(reason);
        if (time == null && actor == null && why == null) {
            return null;
        }
        return new Intervention(required(time), actor, required(why));
    }

    /** {@return the text of ids, which all have the same length} */
    static String text(List<TokenId> ids) {
        return ids.stream().map(TokenId::toString).collect(Collectors.joining());
    }

    /** {@return whether such a text has an id} */
    static boolean hasId(String text, TokenId id) {
        String wanted = id.toString();
        for (int start = 0; start < text.length(); start += TokenId.LENGTH) {
            if (text.startsWith(wanted, start)) {
                return true;
            }
        }
        return false;
    }

    private static List<TokenId> ids(String text) {
        List<TokenId> ids = new ArrayList<>();
        for (int start = 0; start < text.length(); start += TokenId.LENGTH) {
            ids.add(TokenId.of(text.substring(start, Math.min(start + TokenId.LENGTH, text.length()))));
        }
        return ids;
    }
}
