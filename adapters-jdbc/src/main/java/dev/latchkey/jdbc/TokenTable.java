package dev.latchkey.jdbc;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of tokens. */
final class TokenTable {

    /** The first column of the end of the feed. */
    private static final int END = TokenRows.AFTER + StateTable.WIDTH;

    private final StateTable state;
    private final ClusterReads reads;
    private final String findOne;
    private final String findCommitted;
    private final String findOneCommitted;
    private final String findOneNotBefore;
    private final String position;
    private final String insert;
    private final String update;
    private final String delete;
    private final String versions;
    private final String deleteAll;

    TokenTable(TableNames names, StateTable state, ClusterReads reads) {
        this.state = state;
        this.reads = reads;
        this.findOne = names.in("SELECT " + TokenRows.COLUMNS + " FROM latchkey_tokens t WHERE t.id = ?");
        this.findCommitted = names.in("SELECT " + TokenRows.COLUMNS + ", " + StateTable.COLUMNS + "@position"
                + reads.column() + " FROM latchkey_state s LEFT JOIN latchkey_tokens t ON t.id @asked WHERE s.id = 1");
        this.position = names.in(", s.feed_sequence, s.feed_nonce, s.feed_origin,"
                + " (SELECT f.nonce FROM latchkey_feed f WHERE f.seq = ?)");
        this.findOneCommitted = findCommitted.replace("@position", "").replace("@asked", "= ?");
        this.findOneNotBefore = findCommitted.replace("@position", position).replace("@asked", "= ?");
        this.insert = names.in("""
                INSERT INTO latchkey_tokens (
                    id, owner, description, scopes, hash_scheme, hash, created_by, issued_at, expires_at, revoked_at,
                    revoked_by, revocation_reason, disabled_at, disabled_by, disabling_reason, ancestors, parent, family,
                    successor, request_key, request_digest, attributes, details, ends_at, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        this.update = names.in("""
                UPDATE latchkey_tokens SET
                    description = ?, scopes = ?, hash_scheme = ?, hash = ?, expires_at = ?, revoked_at = ?,
                    revoked_by = ?, revocation_reason = ?, disabled_at = ?, disabled_by = ?, disabling_reason = ?,
                    successor = ?, attributes = ?, details = ?, ends_at = ?, version = ?
                WHERE id = ? AND version = ?""");
        this.delete = names.in("DELETE FROM latchkey_tokens WHERE id = ? AND version = ?");
        this.versions = names.in("SELECT t.id, t.version FROM latchkey_tokens t WHERE t.id @asked ORDER BY t.id");
        this.deleteAll = names.in("DELETE FROM latchkey_tokens WHERE id @asked");
    }

    /**
     * {@return records and state, or empty if the database is behind the position}
     *
     * <p>One statement, so that records, state and the end of the feed are of one moment.
     */
    Optional<Snapshot> findCommitted(Session session, Set<TokenId> ids, @Nullable FeedPosition asked)
            throws SQLException {
        if (asked == null) {
            return findNotBefore(session, ids, null);
        }
        // The position is not one of this feed's: the store was replaced by another.
        Optional<NumberedPosition> position = NumberedPosition.of(asked);
        return position.isEmpty() ? Optional.empty() : findNotBefore(session, ids, position.get());
    }

    private Optional<Snapshot> findNotBefore(Session session, Set<TokenId> ids, @Nullable NumberedPosition notBefore)
            throws SQLException {
        List<TokenId> asked = ids.isEmpty() ? List.of(TokenId.of(0, 0)) : List.copyOf(ids);
        List<TokenRecord> found = new ArrayList<>(asked.size());
        List<Optional<StoreState>> states = session.query(
                findCommitted(asked.size(), notBefore),
                row -> {
                    reads.requireWaited(row);
                    if (notBefore != null && isBehind(row, notBefore)) {
                        return Optional.empty();
                    }
                    if (row.getString(TokenRows.ID) != null) {
                        found.add(TokenRows.read(row));
                    }
                    return Optional.of(StateTable.read(row, TokenRows.AFTER));
                },
                parameters(asked, notBefore));
        if (states.isEmpty()) {
            throw TokenRows.missingState();
        }
        return states.get(0).map(state -> new Snapshot(byId(found, ids), state));
    }

    private String findCommitted(int number, @Nullable NumberedPosition notBefore) {
        if (number == 1) {
            return notBefore == null ? findOneCommitted : findOneNotBefore;
        }
        return findCommitted
                .replace("@position", notBefore == null ? "" : position)
                .replace("@asked", "IN (" + String.join(",", Collections.nCopies(number, "?")) + ")");
    }

    private static @Nullable Object[] parameters(List<TokenId> asked, @Nullable NumberedPosition notBefore) {
        int first = notBefore == null ? 0 : 1;
        @Nullable Object[] parameters = new Object[first + asked.size()];
        if (notBefore != null) {
            parameters[0] = notBefore.sequence();
        }
        for (int i = 0; i < asked.size(); i++) {
            parameters[first + i] = asked.get(i).toString();
        }
        return parameters;
    }

    /**
     * {@return whether the feed ends before the position, or has another entry there}
     *
     * <p>An entry that was trimmed is not another one: the next poll finds the gap.
     */
    private static boolean isBehind(ResultSet row, NumberedPosition position) throws SQLException {
        long end = row.getLong(END);
        if (position.sequence() >= end) {
            return position.sequence() > end || position.nonce() != row.getLong(END + 1);
        }
        if (position.sequence() == 0) {
            return position.nonce() != row.getLong(END + 2);
        }
        long entry = row.getLong(END + 3);
        return !row.wasNull() && position.nonce() != entry;
    }

    /** {@return the records of exactly those ids, even if a collation treats others as equal} */
    private static Map<TokenId, TokenRecord> byId(List<TokenRecord> found, Set<TokenId> ids) {
        if (found.size() == 1) {
            TokenRecord only = found.get(0);
            return ids.contains(only.id()) ? Map.of(only.id(), only) : Map.of();
        }
        return found.stream()
                .filter(record -> ids.contains(record.id()))
                .collect(Collectors.toMap(TokenRecord::id, record -> record));
    }

    /**
     * {@return records and state as the caller's transaction sees them}
     *
     * <p>The records are read as before a write. The state is not locked: all writers would wait for its one row.
     */
    Snapshot find(Session session, Set<TokenId> ids) throws SQLException {
        Map<TokenId, TokenRecord> found = new HashMap<>();
        for (TokenId id : ids) {
            session.query(session.beforeWriting(findOne), TokenRows::read, id.toString()).stream()
                    .filter(record -> record.id().equals(id))
                    .forEach(record -> found.put(id, record));
        }
        return new Snapshot(found, state.find(session));
    }

    boolean insert(Session session, TokenRecord record) throws SQLException {
        Intervention revocation = record.lifecycle().revocation();
        Intervention disablement = record.lifecycle().disablement();
        return session.insertOrIgnore(
                insert,
                record.id().toString(),
                record.grant().owner(),
                record.grant().description(),
                record.grant().scopes(),
                record.hash().scheme(),
                record.hash().text(),
                record.grant().createdBy(),
                record.lifecycle().issuedAt().toEpochMilli(),
                TokenRows.millis(record.lifecycle().expiresAt()),
                at(revocation),
                by(revocation),
                reason(revocation),
                at(disablement),
                by(disablement),
                reason(disablement),
                TokenRows.text(record.lineage().ancestors()),
                TokenRows.text(record.lineage().parent()),
                record.lineage().family().toString(),
                TokenRows.text(record.lineage().successor()),
                record.lineage().requestKey(),
                record.lineage().requestDigest(),
                AttributeText.of(record.attributes()),
                record.details(),
                TokenRows.endsAt(record),
                record.version());
    }

    private static @Nullable Long at(@Nullable Intervention intervention) {
        return intervention == null ? null : intervention.at().toEpochMilli();
    }

    private static @Nullable String by(@Nullable Intervention intervention) {
        return intervention == null ? null : intervention.by();
    }

    private static @Nullable String reason(@Nullable Intervention intervention) {
        return intervention == null ? null : intervention.reason();
    }

    boolean update(Session session, TokenRecord next) throws SQLException {
        Intervention revocation = next.lifecycle().revocation();
        Intervention disablement = next.lifecycle().disablement();
        return session.update(
                        update,
                        next.grant().description(),
                        next.grant().scopes(),
                        next.hash().scheme(),
                        next.hash().text(),
                        TokenRows.millis(next.lifecycle().expiresAt()),
                        at(revocation),
                        by(revocation),
                        reason(revocation),
                        at(disablement),
                        by(disablement),
                        reason(disablement),
                        TokenRows.text(next.lineage().successor()),
                        AttributeText.of(next.attributes()),
                        next.details(),
                        TokenRows.endsAt(next),
                        next.version(),
                        next.id().toString(),
                        next.version() - 1)
                == 1;
    }

    boolean delete(Session session, TokenRecord expected) throws SQLException {
        return session.update(delete, expected.id().toString(), expected.version()) == 1;
    }

    /**
     * Deletes many records, by two statements: a sweep deletes millions, and a statement for each takes most of its time.
     *
     * <p>The first one locks the rows, in the order of their ids like every other writer; a deletion of many would lock
     * them in any order.
     *
     * @return false if one of them is not as expected; then some may be deleted
     */
    boolean delete(Session session, List<TokenRecord> expected) throws SQLException {
        Object[] ids = expected.stream().map(record -> record.id().toString()).toArray();
        String asked = "IN (" + String.join(",", Collections.nCopies(ids.length, "?")) + ")";
        Map<String, Long> stored = new HashMap<>();
        session.query(
                session.locking(versions.replace("@asked", asked)),
                row -> stored.put(String.valueOf(row.getString(1)), row.getLong(2)),
                ids);
        return expected.stream()
                        .allMatch(
                                record -> Objects.equals(stored.get(record.id().toString()), record.version()))
                && session.update(deleteAll.replace("@asked", asked), ids) == ids.length;
    }
}
