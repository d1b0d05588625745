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

/**
 * The conditions of a list, for rows that have only what they need.
 *
 * <p>Numbers and actors are compared by the database, other texts in Java, because the databases do not agree on them.
 */
final class ScanConditions {

    /** Stands for the time of the last use. */
    static final String USED = "@used";

    private final Where bySql = new Where();
    private final List<TokenCondition> byJava = new ArrayList<>();
    private boolean readsUses;

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
        } else {
            byJava.add(condition);
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

    private boolean has(Class<? extends TokenCondition> kind) {
        return byJava.stream().anyMatch(kind::isInstance);
    }

    /** {@return whether every token meets them} */
    boolean areNone() {
        return byJava.isEmpty() && bySql.isEmpty();
    }

    /** {@return whether the rows have texts that may be long} */
    boolean readsLongTexts() {
        return has(Granting.class) || has(WithAttribute.class);
    }

    /** {@return whether the database needs the time of the last use} */
    boolean readsUses() {
        return readsUses;
    }

    /** {@return the columns that the other conditions need, each replaced by null if none does} */
    String columns() {
        return (has(DescribedWith.class) ? "t.description" : "NULL")
                + (has(Granting.class) ? ", t.scopes" : ", NULL")
                + (has(WithAttribute.class) ? ", t.attributes" : ", NULL")
                + (has(DerivedFrom.class) ? ", t.ancestors" : ", NULL");
    }

    /**
     * {@return whether the row meets the conditions that the database did not check}
     *
     * @param row a row
     * @param first the number of the first of its {@link #columns()}
     */
    boolean matches(ResultSet row, int first) throws SQLException {
        for (TokenCondition condition : byJava) {
            if (!matches(condition, row, first)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(TokenCondition condition, ResultSet row, int first) throws SQLException {
        if (condition instanceof DescribedWith described) {
            return described.matches(text(row, first));
        } else if (condition instanceof Granting granting) {
            return granting.matches(text(row, first + 1));
        } else if (condition instanceof WithAttribute attribute) {
            return AttributeText.has(text(row, first + 2), attribute.key(), attribute.value());
        } else if (condition instanceof DerivedFrom derived) {
            return TokenRows.hasId(text(row, first + 3), derived.ancestor());
        }
        throw new IllegalArgumentException("condition " + condition + " is not known to this store");
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
