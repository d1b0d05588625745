package dev.latchkey.jdbc;

import dev.latchkey.token.TokenId;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The durable trail: rows whose ids sort by the time of the act. */
final class TrailTable {

    private final String insert;
    private final String select;
    private final String old;
    private final String ofOwner;
    private final String delete;
    private final JdbcDialect dialect;

    TrailTable(JdbcDialect dialect, TableNames names) {
        this.dialect = dialect;
        this.insert = names.in("""
                INSERT INTO latchkey_trail
                    (id, token_id, owner, acted_at, actor, action, reason, value_before, value_after)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
        this.select = names.in("""
                SELECT id, token_id, owner, acted_at, actor, action, reason, value_before, value_after
                FROM latchkey_trail""");
        this.old = dialect.limited(names.in("SELECT id FROM latchkey_trail WHERE id < ? ORDER BY id"));
        this.ofOwner = dialect.limited(names.in("SELECT id, owner FROM latchkey_trail WHERE owner = ? ORDER BY id"));
        this.delete = names.in("DELETE FROM latchkey_trail WHERE id = ?");
    }

    void insert(Session session, List<TrailEntry> entries) throws SQLException {
        if (!entries.isEmpty()) {
            session.batch(insert, entries.stream().map(TrailTable::values).toList());
        }
    }

    private static @Nullable Object[] values(TrailEntry entry) {
        Act act = entry.act();
        return new @Nullable Object[] {
            entry.id(),
            entry.subject().token().toString(),
            entry.subject().owner(),
            act.at().toEpochMilli(),
            act.by(),
            act.action().name(),
            act.reason(),
            entry.effect().before(),
            entry.effect().after()
        };
    }

    TrailPage page(Session session, TrailQuery query) throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<@Nullable Object> parameters = new ArrayList<>();
        add(conditions, parameters, "owner = ?", query.owner());
        add(conditions, parameters, "token_id = ?", TokenRows.text(query.token()));
        add(conditions, parameters, "actor = ?", query.actor());
        add(conditions, parameters, "id < ?", query.after());
        parameters.add(query.limit() + 1);
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        Map<String, TrailEntry> readable = new HashMap<>();
        List<String> found = session.query(
                dialect.limited(select + where + " ORDER BY id DESC"),
                row -> {
                    String id = String.valueOf(row.getString("id"));
                    TrailEntry entry = entry(row, id);
                    if (entry != null && query.matches(entry)) {
                        readable.put(id, entry);
                    }
                    return id;
                },
                parameters.toArray());
        return TrailPage.of(query, found, readable);
    }

    private static void add(
            List<String> conditions, List<@Nullable Object> parameters, String condition, @Nullable String value) {
        if (value != null) {
            conditions.add(condition);
            parameters.add(value);
        }
    }

    /** {@return the entry of the current row, or null if the row is not a valid entry} */
    private static @Nullable TrailEntry entry(ResultSet row, String id) throws SQLException {
        try {
            return new TrailEntry(
                    id,
                    new Subject(TokenId.of(required(row.getString("token_id"))), required(text(row, "owner"))),
                    new Act(
                            Instant.ofEpochMilli(row.getLong("acted_at")),
                            text(row, "actor"),
                            Action.valueOf(required(row.getString("action"))),
                            row.getString("reason")),
                    new Effect(row.getString("value_before"), row.getString("value_after")));
        } catch (IllegalArgumentException | NullPointerException e) {
            return null;
        }
    }

    private static String required(@Nullable String value) {
        return Objects.requireNonNull(value);
    }

    private static @Nullable String text(ResultSet row, String column) throws SQLException {
        return TokenRows.exactText(row, row.findColumn(column));
    }

    int erase(Session session, String owner, int limit) throws SQLException {
        List<@Nullable Object[]> found = new ArrayList<>();
        session.query(
                ofOwner,
                row -> {
                    // A collation may treat other owners as equal, if the table was not made by the script.
                    boolean isExact = owner.equals(text(row, "owner"));
                    return isExact && found.add(new @Nullable Object[] {row.getString("id")});
                },
                owner,
                limit);
        return session.deleteEach(delete, found);
    }

    int trim(Session session, Instant before, int limit) throws SQLException {
        List<@Nullable Object[]> found = session.query(
                old, row -> new @Nullable Object[] {row.getString(1)}, TrailEntry.firstIdOf(before), limit);
        return session.deleteEach(delete, found);
    }
}
