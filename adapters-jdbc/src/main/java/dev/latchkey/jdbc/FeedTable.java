package dev.latchkey.jdbc;

import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The change feed: entries numbered by a counter in the one row of the state table.
 *
 * <p>Incrementing the counter locks that row until the transaction commits, so numbers are in commit order. A plain
 * sequence assigns them earlier, and a reader could miss a number that commits later. For the same reason an operation
 * increments it as its last step.
 */
final class FeedTable {

    private final SecureRandom nonces = new SecureRandom();
    private final InstantSource clock;
    private final JdbcDialect dialect;
    private final ClusterReads reads;
    private final String raise;
    private final String raiseAfter;
    private final String insert;
    private final String end;
    private final String since;
    private final String old;
    private final String trim;

    FeedTable(JdbcDialect dialect, TableNames names, InstantSource clock, ClusterReads reads) {
        this.clock = clock;
        this.dialect = dialect;
        this.reads = reads;
        this.raise =
                names.in("UPDATE latchkey_state SET feed_sequence = feed_sequence + 1, feed_nonce = ? WHERE id = 1");
        this.raiseAfter = raise + " AND feed_sequence = ? AND feed_nonce = ?";
        this.insert = names.in("INSERT INTO latchkey_feed (seq, nonce, changed, made_at)"
                + " SELECT feed_sequence, feed_nonce, ?, ? FROM "
                + (dialect.writesInQueries() ? "raised" : "latchkey_state WHERE id = 1"));
        String readOnly = ReadOnlyDatabases.trueWhereReadOnly(dialect);
        this.end = names.in(
                "SELECT feed_sequence, feed_nonce, " + readOnly + reads.column() + " FROM latchkey_state WHERE id = 1");
        this.since = names.in("SELECT " + readOnly + """
                        , s.feed_sequence, s.feed_nonce, s.feed_origin, f.seq, f.nonce, f.changed@reads
                        FROM latchkey_state s LEFT JOIN latchkey_feed f ON f.seq >= ? AND f.seq <= ?
                        WHERE s.id = 1
                        ORDER BY f.seq""").replace("@reads", reads.column());
        this.old = dialect.limited(names.in("""
                        SELECT f.seq, f.made_at FROM latchkey_feed f
                        WHERE f.seq < (SELECT s.feed_sequence FROM latchkey_state s WHERE s.id = 1)
                        ORDER BY f.seq"""));
        this.trim = names.in("DELETE FROM latchkey_feed WHERE seq = ?");
    }

    /**
     * Makes an entry, as the last step of a write.
     *
     * @param changed what it reports
     */
    void append(Session session, FeedEntry changed) throws SQLException {
        if (!insert(session, raise, changed)) {
            throw TokenRows.missingState();
        }
    }

    /**
     * Makes an entry if the feed still ends at a position.
     *
     * @return false, and no entry is made, if it does not
     */
    boolean appendAfter(Session session, FeedPosition position, FeedEntry changed) throws SQLException {
        Optional<NumberedPosition> expected = NumberedPosition.of(position);
        return expected.isPresent()
                && insert(
                        session,
                        raiseAfter,
                        changed,
                        expected.get().sequence(),
                        expected.get().nonce());
    }

    /**
     * The state's row is locked from the increment to the commit, and every other writer waits for it, so there is no
     * query in between; PostgreSQL does both in one statement.
     */
    private boolean insert(Session session, String increment, FeedEntry changed, Long... expected) throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(nonces.nextLong());
        parameters.addAll(List.of(expected));
        List<@Nullable Object> entry = List.of(changed.text(), clock.instant().toEpochMilli());
        if (dialect.writesInQueries()) {
            parameters.addAll(entry);
            return session.update("WITH raised AS (" + increment + " RETURNING *) " + insert, parameters.toArray())
                    == 1;
        }
        return session.update(increment, parameters.toArray()) == 1 && session.update(insert, entry.toArray()) == 1;
    }

    private static <T> T only(List<T> rows) {
        if (rows.isEmpty()) {
            throw TokenRows.missingState();
        }
        return rows.get(0);
    }

    FeedPosition position(Session session) throws SQLException {
        return only(session.query(end, row -> {
            requirePrimary(row, 3);
            reads.requireWaited(row);
            return positionOf(row.getLong(1), row.getLong(2)).position();
        }));
    }

    private static NumberedPosition positionOf(long sequence, long nonce) {
        try {
            return new NumberedPosition(sequence, nonce);
        } catch (IllegalArgumentException e) {
            throw new TokenStoreException("the row of the state table is not what was written: " + e.getMessage(), e);
        }
    }

    /** A replica may lack the latest changes without showing it. */
    private static void requirePrimary(ResultSet row, int column) throws SQLException {
        if (ReadOnlyDatabases.isTrue(row, column)) {
            throw ReadOnlyDatabases.becameReadOnly("followed in");
        }
    }

    /** One entry, or none, with the end of the feed, as the join returns them. */
    private record Row(
            NumberedPosition end,
            long origin,
            @Nullable NumberedPosition entry,
            @Nullable String changed) {

        static Row read(ResultSet row, ClusterReads reads) throws SQLException {
            requirePrimary(row, 1);
            reads.requireWaited(row);
            long sequence = row.getLong("seq");
            NumberedPosition entry = row.wasNull() ? null : new NumberedPosition(sequence, row.getLong("nonce"));
            return new Row(
                    positionOf(row.getLong("feed_sequence"), row.getLong("feed_nonce")),
                    row.getLong("feed_origin"),
                    entry,
                    row.getString("changed"));
        }
    }

    /** One statement, so that entries and end are of one moment. */
    Changes since(Session session, FeedPosition from, int limit) throws SQLException {
        NumberedPosition position = NumberedPosition.of(from).orElse(null);
        if (position == null) {
            return Changes.gap(position(session));
        }
        long to = Math.min(position.sequence(), Long.MAX_VALUE - limit) + limit;
        List<Row> rows = session.query(since, row -> Row.read(row, reads), position.sequence(), to);
        NumberedPosition end = only(rows).end();
        List<Row> entries = rows.stream().filter(row -> row.entry() != null).toList();
        boolean atOrigin = position.sequence() == 0;
        boolean known = atOrigin
                ? position.nonce() == rows.get(0).origin()
                : !entries.isEmpty() && position.equals(entries.get(0).entry());
        if (!known) {
            return Changes.gap(end.position());
        }
        return read(
                position, Math.min(end.sequence(), to), end, atOrigin ? entries : entries.subList(1, entries.size()));
    }

    private static Changes read(NumberedPosition position, long expectedLast, NumberedPosition end, List<Row> entries) {
        Set<TokenId> tokens = new HashSet<>();
        boolean stateChanged = false;
        NumberedPosition reached = position;
        for (Row row : entries) {
            NumberedPosition entry = row.entry();
            if (entry == null || entry.sequence() != reached.sequence() + 1) {
                return Changes.gap(end.position());
            }
            Optional<FeedEntry> changed = FeedEntry.parse(row.changed());
            if (changed.isEmpty()) {
                // It is unknown which tokens changed, so every token may have.
                return Changes.gap(end.position());
            }
            tokens.addAll(changed.get().tokens());
            stateChanged |= changed.get().stateChanged();
            reached = entry;
        }
        if (reached.sequence() != expectedLast) {
            return Changes.gap(end.position());
        }
        return new Changes(tokens, stateChanged, reached.position(), reached.equals(end), false);
    }

    int trim(Session session, Instant before, int limit) throws SQLException {
        List<@Nullable Object[]> found =
                session.query(old, row -> new long[] {row.getLong("seq"), row.getLong("made_at")}, limit).stream()
                        .takeWhile(entry -> entry[1] < before.toEpochMilli())
                        .map(entry -> new @Nullable Object[] {entry[0]})
                        .toList();
        return session.deleteEach(trim, found);
    }
}
