package dev.latchkey.jdbc;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreState;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of tokens, and the state that is read with them. */
final class TokenTable {

    private final String findOne;
    private final String findCommitted;
    private final String findOneCommitted;
    private final String insert;
    private final String update;
    private final String updateState;
    private final String ended;
    private final String delete;

    TokenTable(TableNames names) {
        this.findOne = names.in("SELECT " + TokenRows.COLUMNS + " FROM latchkey_tokens t WHERE t.id = ?");
        this.findCommitted =
                names.in("SELECT " + TokenRows.COLUMNS + ", s.version, s.reject_issued_before, s.revocation_bound"
                        + " FROM latchkey_state s LEFT JOIN latchkey_tokens t ON t.id @asked WHERE s.id = 1");
        this.findOneCommitted = findCommitted.replace("@asked", "= ?");
        this.insert = names.in("""
                INSERT INTO latchkey_tokens (
                    id, owner, description, scopes, hash_scheme, hash, issued_at, expires_at, revoked_at,
                    revocation_reason, disabled_at, parent, family, successor, request_key, details, ends_at, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        this.update = names.in("""
                UPDATE latchkey_tokens SET
                    description = ?, scopes = ?, hash_scheme = ?, hash = ?, expires_at = ?, revoked_at = ?,
                    revocation_reason = ?, disabled_at = ?, successor = ?, details = ?, ends_at = ?, version = ?
                WHERE id = ? AND version = ?""");
        this.updateState = names.in("""
                UPDATE latchkey_state SET version = ?, reject_issued_before = ?, revocation_bound = ?
                WHERE id = 1 AND version = ?""");
        this.ended = names.in("""
                SELECT t.id FROM latchkey_tokens t WHERE t.ends_at < ?
                ORDER BY t.ends_at, t.id LIMIT ?""");
        this.delete = names.in("DELETE FROM latchkey_tokens WHERE id = ? AND ends_at < ?");
    }

    /** One statement, so that records and state are of one moment. */
    Snapshot findCommitted(Session session, Set<TokenId> ids) throws SQLException {
        List<TokenId> asked = ids.isEmpty() ? List.of(TokenId.of(0, 0)) : List.copyOf(ids);
        String sql = asked.size() == 1 ? findOneCommitted : withIds(asked.size());
        @Nullable Object[] parameters = new Object[asked.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = asked.get(i).toString();
        }
        List<TokenRecord> found = new ArrayList<>(parameters.length);
        List<StoreState> states = session.query(
                sql,
                row -> {
                    if (row.getString(TokenRows.ID) != null) {
                        found.add(TokenRows.read(row));
                    }
                    return state(row);
                },
                parameters);
        if (states.isEmpty()) {
            throw new TokenStoreException("the row of the state table is missing; was the schema created?");
        }
        return new Snapshot(byId(found, ids), states.get(0));
    }

    /** {@return the records of those ids: what a collation calls equal is not enough} */
    private static Map<TokenId, TokenRecord> byId(List<TokenRecord> found, Set<TokenId> ids) {
        if (found.size() == 1) {
            TokenRecord only = found.get(0);
            return ids.contains(only.id()) ? Map.of(only.id(), only) : Map.of();
        }
        return found.stream()
                .filter(record -> ids.contains(record.id()))
                .collect(Collectors.toMap(TokenRecord::id, record -> record));
    }

    private String withIds(int number) {
        return findCommitted.replace("@asked", "IN (" + String.join(",", Collections.nCopies(number, "?")) + ")");
    }

    private static StoreState state(ResultSet row) throws SQLException {
        long version = row.getLong(TokenRows.AFTER);
        long cutMillis = row.getLong(TokenRows.AFTER + 1);
        Instant cut = row.wasNull() ? null : Instant.ofEpochMilli(cutMillis);
        long boundMillis = row.getLong(TokenRows.AFTER + 2);
        Duration bound = row.wasNull() ? null : Duration.ofMillis(boundMillis);
        try {
            return new StoreState(version, cut, bound);
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the row of the state table is not what was written", e);
        }
    }

    Optional<TokenRecord> find(Session session, TokenId id) throws SQLException {
        return session.query(session.beforeWriting(findOne), TokenRows::read, id.toString()).stream()
                .filter(record -> record.id().equals(id))
                .findFirst();
    }

    boolean insert(Session session, TokenRecord record) throws SQLException {
        return session.insertOrIgnore(
                insert,
                record.id().toString(),
                record.owner(),
                record.description(),
                record.scopes(),
                record.hash().scheme(),
                record.hash().text(),
                record.issuedAt().toEpochMilli(),
                TokenRows.millis(record.expiresAt()),
                TokenRows.millis(record.revokedAt()),
                record.revocationReason(),
                TokenRows.millis(record.disabledAt()),
                TokenRows.text(record.parent()),
                record.family().toString(),
                TokenRows.text(record.successor()),
                record.requestKey(),
                record.details(),
                TokenRows.endsAt(record),
                record.version());
    }

    boolean update(Session session, TokenRecord next) throws SQLException {
        return session.update(
                        update,
                        next.description(),
                        next.scopes(),
                        next.hash().scheme(),
                        next.hash().text(),
                        TokenRows.millis(next.expiresAt()),
                        TokenRows.millis(next.revokedAt()),
                        next.revocationReason(),
                        TokenRows.millis(next.disabledAt()),
                        TokenRows.text(next.successor()),
                        next.details(),
                        TokenRows.endsAt(next),
                        next.version(),
                        next.id().toString(),
                        next.version() - 1)
                == 1;
    }

    boolean updateState(Session session, StoreState next) throws SQLException {
        Duration bound = next.revocationBound();
        return session.update(
                        updateState,
                        next.version(),
                        TokenRows.millis(next.rejectIssuedBefore()),
                        bound == null ? null : bound.toMillis(),
                        next.version() - 1)
                == 1;
    }

    /** {@return the tokens that were deleted} */
    List<TokenId> deleteEnded(Session session, Instant before, int limit) throws SQLException {
        long time = before.toEpochMilli();
        List<String> found = session.query(ended, row -> row.getString(1), time, limit);
        if (found.isEmpty()) {
            return List.of();
        }
        int[] counts = session.batch(
                delete,
                found.stream().map(id -> new @Nullable Object[] {id, time}).toList());
        List<TokenId> deleted = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            // A driver that does not tell counts as a deletion: an entry too many in the feed harms nobody.
            if (counts[i] != 0) {
                // No node has cached a row whose id is no token's, so none has to learn that it is gone.
                TokenId.parse(found.get(i)).ifPresent(deleted::add);
            }
        }
        return deleted;
    }
}
