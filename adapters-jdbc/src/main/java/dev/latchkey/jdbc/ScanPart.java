package dev.latchkey.jdbc;

import dev.latchkey.jdbc.SortKey.Place;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Order;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list whose rows one statement reads in order. A list of all tokens by last use has two: the tokens that were
 * never used have no row in the table of uses, whose index has the order of the others.
 */
final class ScanPart {

    /** How the rows are found. */
    private enum Source {
        /** By an index of the table of tokens. */
        TOKENS,
        /** All tokens of a selection, sorted by what no index has in order with what the conditions need. */
        SORTED,
        /** The tokens without a use, in the order of their ids. */
        UNUSED,
        /** By the index of the table of uses. */
        USES
    }

    private static final String LOOK_UP = "(SELECT u.last_used_at FROM latchkey_uses u WHERE u.id = t.id)";

    private final JdbcDialect dialect;
    private final TableNames names;
    private final Source source;
    private final ScanConditions conditions;
    private final Where selection;
    private final @Nullable String owner;
    private final SortKey key;

    private ScanPart(
            JdbcDialect dialect, TableNames names, Source source, TokenQuery query, ScanConditions conditions) {
        this.dialect = dialect;
        this.names = names;
        this.source = source;
        this.conditions = conditions;
        this.selection = Where.selecting(query);
        this.owner = query.owner();
        this.key = switch (source) {
            case TOKENS -> SortKey.of(query);
            case SORTED -> SortKey.withoutIndex(query);
            case UNUSED -> new SortKey("", "t.id", query.descending());
            case USES -> new SortKey("u.last_used_at", "u.id", query.descending());
        };
    }

    /** {@return the parts of a list from the query's place on, in order} */
    static List<ScanPart> of(JdbcDialect dialect, TableNames names, TokenQuery query, ScanConditions conditions) {
        if (query.order() != Order.LAST_USE) {
            boolean isJoinedByEnd = query.order() == Order.END && conditions.readsUses();
            Source source = isJoinedByEnd ? Source.SORTED : Source.TOKENS;
            return List.of(new ScanPart(dialect, names, source, query, conditions));
        }
        if (!Where.selecting(query).isEmpty()) {
            return List.of(new ScanPart(dialect, names, Source.SORTED, query, conditions));
        }
        ScanPart unused = new ScanPart(dialect, names, Source.UNUSED, query, conditions);
        ScanPart uses = new ScanPart(dialect, names, Source.USES, query, conditions);
        TokenCursor after = TokenCursor.startOf(query);
        List<ScanPart> parts = query.descending() ? List.of(uses, unused) : List.of(unused, uses);
        boolean isInSecond = after != null && (after.key() == TokenCursor.NEVER_USED) == query.descending();
        return isInSecond ? parts.subList(1, 2) : parts;
    }

    /**
     * {@return whether the database reads all tokens of the selection and sorts them} It leaves out those that do not meet
     * the conditions that it checks.
     */
    boolean isSorted() {
        return source == Source.SORTED;
    }

    /**
     * {@return the statement; its parameters are those of the conditions, of the place, and the number of rows}
     *
     * <p>Its columns are the id, the key, 1 if the conditions are met that the database checks, and those of the others.
     */
    String sql(@Nullable Place after) {
        String select = "SELECT @id, @key, CASE WHEN @matches THEN 1 ELSE 0 END" + conditions.columns();
        String where = where(after).clause() + key.order();
        String sql = source == Source.USES
                ? select + " FROM ("
                        + dialect.limited("SELECT u.id, u.last_used_at FROM latchkey_uses u" + where)
                        + ") u LEFT JOIN latchkey_tokens t ON t.id = u.id" + key.order()
                : dialect.limited(select + " FROM latchkey_tokens t" + join() + where);
        return names.in(sql.replace("@id", key.id())
                .replace("@key", keyColumn())
                .replace("@matches", matches())
                .replace(ScanConditions.USED, isJoined() || source == Source.USES ? "u.last_used_at" : LOOK_UP));
    }

    private String keyColumn() {
        return switch (source) {
            case TOKENS, SORTED -> key.column().isEmpty() ? "0" : key.column();
            case UNUSED -> String.valueOf(TokenCursor.NEVER_USED);
            case USES -> "u.last_used_at";
        };
    }

    private String matches() {
        String condition = checkedInRow().condition();
        return switch (source) {
            case TOKENS, SORTED -> condition;
            case UNUSED -> ScanConditions.USED + " IS NULL AND " + condition;
            // A use may have outlived its token.
            case USES -> "t.id IS NOT NULL AND " + condition;
        };
    }

    /** {@return the conditions whose result is a column, because a row that does not meet them was examined too} */
    private Where checkedInRow() {
        return isSorted() ? new Where() : conditions.bySql();
    }

    /** {@return whether the tokens are joined with their uses; otherwise a use is looked up where a condition needs it} */
    private boolean isJoined() {
        return isSorted() || (source == Source.TOKENS && owner != null && conditions.readsUses());
    }

    /** The owner lets the database read an owner's uses in the order of the tokens, from an index alone. */
    private String join() {
        if (!isJoined()) {
            return "";
        }
        return " LEFT JOIN latchkey_uses u ON u.id = t.id" + (owner == null ? "" : " AND u.owner = ?");
    }

    List<@Nullable Object> parameters(@Nullable Place after, int limit) {
        List<@Nullable Object> parameters = new ArrayList<>(checkedInRow().parameters());
        if (isJoined() && owner != null) {
            parameters.add(owner);
        }
        parameters.addAll(where(after).parameters());
        parameters.add(limit);
        return parameters;
    }

    private Where where(@Nullable Place after) {
        Where where = selection.copy();
        key.addPlace(where, after);
        if (isSorted() && !conditions.bySql().isEmpty()) {
            where.add(conditions.bySql());
        }
        return where;
    }
}
