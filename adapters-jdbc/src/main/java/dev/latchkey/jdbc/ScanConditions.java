package dev.latchkey.jdbc;

import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenCondition.CreatedBy;
import dev.latchkey.token.TokenCondition.DerivedFrom;
import dev.latchkey.token.TokenCondition.DescribedWith;
import dev.latchkey.token.TokenCondition.ExpiringBefore;
import dev.latchkey.token.TokenCondition.Granting;
import dev.latchkey.token.TokenCondition.IdleSince;
import dev.latchkey.token.TokenCondition.InState;
import dev.latchkey.token.TokenCondition.NeverExpiring;
import dev.latchkey.token.TokenCondition.NeverUsed;
import dev.latchkey.token.TokenCondition.Unrevoked;
import dev.latchkey.token.TokenCondition.WithAttribute;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The conditions of a list, for rows that have only what they need.
 *
 * <p>Numbers and actors are compared by the database, other texts in Java, because the databases do not agree on them.
 */
final class ScanConditions {

    /** Stands for the time of the last use. */
    static final String USED = "@used";

    /** Longer texts are not read with the rows, of which there may be as many as a page examines. */
    private static final int LONGEST_TEXT_OF_A_ROW = 1_000;

    private final Where bySql = new Where();
    private final List<OnText> byJava = new ArrayList<>();
    private boolean readsUses;

    /** A condition on the text of a column. */
    private record OnText(String column, boolean mayBeLong, Predicate<String> isMet) {

        String columnOfRow() {
            return mayBeLong
                    ? "CASE WHEN LENGTH(" + column + ") <= " + LONGEST_TEXT_OF_A_ROW + " THEN " + column + " END"
                    : column;
        }
    }

    /** Whether a row meets the conditions that the database did not check. */
    enum Result {
        MET,
        NOT_MET,
        /** A long text has to be read. */
        OPEN
    }

    ScanConditions(List<TokenCondition> conditions) {
        conditions.forEach(this::add);
    }

    private void add(TokenCondition condition) {
        if (condition instanceof InState in) {
            addState(in);
        } else if (condition instanceof Unrevoked) {
            bySql.add("t.revoked_at IS NULL");
        } else if (condition instanceof ExpiringBefore expiring) {
            bySql.add("t.expires_at < ?", expiring.time().toEpochMilli());
        } else if (condition instanceof NeverExpiring) {
            bySql.add("t.expires_at IS NULL");
        } else if (condition instanceof CreatedBy created) {
            bySql.add("t.created_by = ?", created.actor());
        } else if (condition instanceof IdleSince idle) {
            bySql.add("COALESCE(" + USED + ", t.issued_at) < ?", idle.time().toEpochMilli());
            readsUses = true;
        } else if (condition instanceof NeverUsed) {
            bySql.add(USED + " IS NULL");
            readsUses = true;
        } else if (condition instanceof DescribedWith described) {
            byJava.add(new OnText("t.description", false, described::matches));
        } else if (condition instanceof DerivedFrom derived) {
            byJava.add(new OnText("t.ancestors", false, text -> TokenRows.hasId(text, derived.ancestor())));
        } else if (condition instanceof Granting granting) {
            byJava.add(new OnText("t.scopes", true, new RememberedAnswers(granting::matches)));
        } else if (condition instanceof WithAttribute attribute) {
            byJava.add(new OnText(
                    "t.attributes", true, text -> AttributeText.has(text, attribute.key(), attribute.value())));
        } else {
            throw new IllegalArgumentException("condition " + condition + " is not known to this store");
        }
    }

    private void addState(InState in) {
        Instant cutOff = in.cutOff();
        Where ended = new Where()
                .add("t.revoked_at IS NOT NULL OR t.ends_at <= ?", in.now().toEpochMilli());
        Where notEnded = new Where()
                .add("t.revoked_at IS NULL AND t.ends_at > ?", in.now().toEpochMilli());
        if (cutOff != null) {
            ended.or("t.issued_at < ?", cutOff.toEpochMilli());
            notEnded.add("t.issued_at >= ?", cutOff.toEpochMilli());
        }
        switch (in.state()) {
            case LIVE -> bySql.add(notEnded.add("t.disabled_at IS NULL"));
            case ENDED -> bySql.add(ended);
            case DISABLED -> bySql.add(notEnded.add("t.disabled_at IS NOT NULL"));
        }
    }

    /** {@return the conditions that the database checks, on tokens {@code t} and the time of their {@link #USED last use}} */
    Where bySql() {
        return bySql;
    }

    /** {@return whether the database checks all of them} */
    boolean areBySql() {
        return byJava.isEmpty();
    }

    /** {@return whether the database needs the time of the last use} */
    boolean readsUses() {
        return readsUses;
    }

    /** {@return the columns that the other conditions need, each behind a comma; null for a long text} */
    String columns() {
        return byJava.stream().map(condition -> ", " + condition.columnOfRow()).collect(Collectors.joining());
    }

    /** {@return the same columns with long texts} */
    String longColumns() {
        return byJava.stream().map(condition -> ", " + condition.column()).collect(Collectors.joining());
    }

    /**
     * {@return whether the row meets the conditions that the database did not check}
     *
     * @param row a row
     * @param first the number of the first of its {@link #columns()} or {@link #longColumns()}
     */
    Result check(ResultSet row, int first) throws SQLException {
        Result result = Result.MET;
        for (int i = 0; i < byJava.size(); i++) {
            String text = row.getString(first + i);
            if (text == null && byJava.get(i).mayBeLong()) {
                result = Result.OPEN;
            } else if (!byJava.get(i).isMet().test(text == null ? "" : text)) {
                return Result.NOT_MET;
            }
        }
        return result;
    }
}
