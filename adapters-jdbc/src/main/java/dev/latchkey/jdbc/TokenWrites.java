package dev.latchkey.jdbc;

import dev.latchkey.token.Intervention;
import dev.latchkey.token.TokenRecord;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes rows of the table of tokens, each if it has the version that is expected. */
final class TokenWrites {

    private final String insert;
    private final String update;
    private final String delete;
    private final String versions;
    private final String deleteAll;

    TokenWrites(TableNames names) {
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
        return session.update(update, updated(next)) == 1;
    }

    /**
     * Writes the next versions of records, in the order of their ids like every other writer, by one batch.
     *
     * @return false if one of the records is not as expected; then some may be written
     * @throws UncountedBatchException if the driver does not report which of them were written
     */
    boolean update(Session session, List<TokenRecord> next) throws SQLException {
        return session.updateEach(
                update,
                next.stream()
                        .sorted(Comparator.comparing(TokenRecord::id))
                        .map(TokenWrites::updated)
                        .toList());
    }

    private static @Nullable Object[] updated(TokenRecord next) {
        Intervention revocation = next.lifecycle().revocation();
        Intervention disablement = next.lifecycle().disablement();
        return new @Nullable Object[] {
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
            next.version() - 1
        };
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
