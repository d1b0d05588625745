package dev.latchkey.jdbc;

import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenCondition.ExpiringBefore;
import dev.latchkey.token.TokenCondition.InState;
import dev.latchkey.token.TokenCondition.State;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a statement that are all to be met, and their parameters. */
final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** {@return the conditions for the selection of a query} */
    static Where selecting(TokenQuery query) {
        Where where = new Where();
        where.addEqual("t.owner", query.owner());
        where.addEqual("t.parent", TokenRows.text(query.parent()));
        where.addEqual("t.family", TokenRows.text(query.family()));
        where.addEqual("t.request_key", query.requestKey());
        if (query.order() == Order.END) {
            query.conditions().forEach(where::addEnd);
        }
        return where;
    }

    /** Lets a list by end begin or stop where the condition can first or last be met. */
    private void addEnd(TokenCondition condition) {
        if (condition instanceof InState in && in.state() != State.ENDED) {
            add("t.ends_at > ?", in.now().toEpochMilli());
        } else if (condition instanceof ExpiringBefore expiring) {
            add("t.ends_at < ?", expiring.time().toEpochMilli());
        }
    }

    private void addEqual(String column, @Nullable String value) {
        if (value != null) {
            add(column + " = ?", value);
        }
    }

    Where add(String condition, @Nullable Object... values) {
        conditions.add(condition);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    Where add(Where other) {
        return add("(" + other.condition() + ")", other.parameters.toArray());
    }

    /** Makes these conditions one that is also met if another is. */
    void or(String condition, @Nullable Object... values) {
        String either = condition() + " OR " + condition;
        conditions.clear();
        add(either, values);
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    Where copy() {
        Where copy = new Where();
        copy.conditions.addAll(conditions);
        copy.parameters.addAll(parameters);
        return copy;
    }

    /** {@return all conditions, or {@code 1 = 1} for none} */
    String condition() {
        return conditions.isEmpty() ? "1 = 1" : String.join(" AND ", conditions);
    }

    /** {@return the clause, or an empty text if there is no condition} */
    String clause() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    List<@Nullable Object> parameters() {
        return parameters;
    }
}
