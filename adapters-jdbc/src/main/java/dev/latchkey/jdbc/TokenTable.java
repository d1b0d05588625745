package dev.latchkey.jdbc;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.Snapshot;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the table of tokens by ids; {@link TokenWrites} writes it, {@link TokenLists} lists it. */
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
}
