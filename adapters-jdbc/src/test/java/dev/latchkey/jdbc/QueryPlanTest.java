package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenPage;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The statements that are run on large tables are served by an index, on every database; and a row is small.
 *
 * <p>They are explained as the store sent them, with their parameters, at 10,000 rows, or as many as the system property
 * {@code latchkey.rows} says.
 */
class QueryPlanTest {

    private static final int ROWS = Integer.getInteger("latchkey.rows", 10_000);
    private static final int OWNERS = 1_000;
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    private final String prefix = Database.newPrefix();
    private final List<Query> queries = new ArrayList<>();

    /** A statement as it was sent. */
    private static final class Query {
        private final String sql;
        private final List<@Nullable Object> parameters = new ArrayList<>();

        Query(String sql) {
            this.sql = sql;
        }
    }

    private DataSource recording(Database database) {
        return Intercepted.dataSource(database.dataSource(), call -> {
            if (call.method().equals("prepareStatement")) {
                queries.add(new Query((String) call.arguments()[0]));
            } else if (call.method().equals("setObject")) {
                queries.get(queries.size() - 1).parameters.add(call.arguments()[1]);
            }
            return call.proceed();
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_indexes_serve_the_look_up_the_lists_and_the_sweep(Database database) throws Exception {
        JdbcTokenStore filling = database.store(prefix);
        TokenRecord one = TokenRecords.ordinary().owner("owner-7").build();
        StoreWrites.insert(filling, one);
        fill(database);
        analyze(database);
        JdbcTokenStore store = JdbcTokenStore.builder(recording(database))
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();

        assertIndexed(database, "the look-up", () -> store.findCommitted(Set.of(one.id())));
        TokenQuery byOwner = TokenQuery.all().ownedBy("owner-7").limit(3);
        assertIndexed(database, "the list", () -> store.list(byOwner));
        assertIndexed(database, "the list, newest first", () -> store.list(byOwner.newestFirst()));
        TokenQuery byEnd = byOwner.orderedBy(TokenQuery.Order.END, Direction.ASCENDING);
        TokenPage first = store.list(byEnd);
        assertIndexed(database, "the next page by end", () -> store.list(byEnd.after(first.next())));
        assertIndexed(
                database,
                "the family",
                () -> store.list(TokenQuery.all().inFamily(one.lineage().family())));
        TokenQuery sweep = TokenQuery.all()
                .orderedBy(TokenQuery.Order.END, Direction.ASCENDING)
                .limit(100);
        assertReadInOrder(database, () -> store.list(sweep));
    }

    @ParameterizedTest
    @EnumSource
    void the_indexes_serve_the_searches_of_an_owner_and_the_lists_of_all_by_state(Database database) throws Exception {
        database.store(prefix);
        fill(database);
        analyze(database);
        JdbcTokenStore store = JdbcTokenStore.builder(recording(database))
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();

        for (TokenCondition condition : List.of(
                TokenCondition.live(TokenRecords.ISSUED),
                TokenCondition.derivedFrom(TokenRecords.newId()),
                TokenCondition.createdBy("users/1"),
                TokenCondition.attribute("team", "core"),
                TokenCondition.describedWith("export"),
                TokenCondition.granting(Scope.of("source:read")),
                TokenCondition.idleSince(TokenRecords.ISSUED),
                TokenCondition.neverUsed(),
                TokenCondition.expiringBefore(TokenRecords.EXPIRES),
                TokenCondition.neverExpiring())) {
            TokenQuery query = TokenQuery.all().ownedBy("owner-7").where(condition);
            for (TokenQuery.Order order : TokenQuery.Order.values()) {
                String what = condition + " by " + order;
                Runnable list = () -> store.list(query.orderedBy(order, Direction.DESCENDING));
                assertIndexed(database, what, list);
                if (order == TokenQuery.Order.LAST_USE || condition.needsUse()) {
                    assertReadsUsesOfOwner(database, what, list);
                }
            }
        }
        for (Direction direction : Direction.values()) {
            for (TokenCondition state : List.of(
                    TokenCondition.live(TokenRecords.ISSUED),
                    TokenCondition.ended(TokenRecords.ISSUED),
                    TokenCondition.disabled(TokenRecords.ISSUED))) {
                TokenQuery query = TokenQuery.all().where(state).limit(50);
                for (TokenQuery.Order order : TokenQuery.Order.values()) {
                    assertReadInOrder(database, () -> store.list(query.orderedBy(order, direction)), order, direction);
                }
            }
        }
    }

    /**
     * The first rows in the order of an index: nothing is sorted but a page. PostgreSQL may read all tokens to join them to a
     * page of uses, where there are few.
     */
    private void assertReadInOrder(Database database, Runnable operation, TokenQuery.Order order, Direction direction)
            throws SQLException {
        String plan = planOf(database, operation);
        boolean byUses = order == TokenQuery.Order.LAST_USE && direction == Direction.DESCENDING;
        boolean byEnd = order == TokenQuery.Order.END;
        String index = prefix + (byUses ? "uses_last" : "tokens_end");
        switch (database) {
            case H2 ->
                assertThat(plan)
                        .contains(byUses ? "USES_LAST" : byEnd ? "TOKENS_END" : "PRIMARY_KEY")
                        .doesNotContain(".tableScan");
            case POSTGRESQL ->
                assertThat(plan)
                        .containsPattern("Index (Only )?Scan (Backward )?using "
                                + (byUses || byEnd ? index : prefix + "tokens_pkey"))
                        .doesNotContain("Seq Scan on " + prefix + (byUses ? "uses" : "tokens"));
            case MYSQL, MARIADB -> {
                // A page may examine as many rows as there are; sorting them all is then as good as an index.
                if (database != Database.MYSQL || ROWS > StoreLimits.MAX_EXAMINED) {
                    assertThat(plan)
                            .containsPattern(
                                    (byUses ? "u" : "t") + " (index|range) " + (byUses || byEnd ? index : "PRIMARY"))
                            .doesNotContainPattern("\\b[tu] ALL");
                }
            }
            case SQLITE ->
                assertThat(plan)
                        .containsPattern((byUses ? "u" : "t") + " USING (COVERING )?INDEX "
                                + (byUses || byEnd ? index : "sqlite_autoindex_" + prefix + "tokens_1"))
                        .doesNotContainPattern("SCAN t\n");
        }
    }

    /** All but one of a thousand live. */
    private void fill(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            JdbcTokenStore store = new CallersTransaction(connection)
                    .joins(database.builder(prefix), database.dataSource())
                    .build();
            for (int i = 0; i < ROWS; i++) {
                boolean ended = i % OWNERS == 0;
                StoreWrites.insert(
                        store,
                        TokenRecords.ordinary(TokenId.of(i, i))
                                .owner("owner-" + i % OWNERS)
                                .expiresAt(ended ? LONG_AGO.plusSeconds(i) : TokenRecords.EXPIRES.plusSeconds(i))
                                .build());
            }
            connection.commit();
        }
        for (int from = 0; from < ROWS; from += 2_000) {
            database.store(prefix)
                    .recordUse(IntStream.range(from, Math.min(ROWS, from + 1_000))
                            .mapToObj(i -> new TokenUse(TokenId.of(i, i), TokenRecords.ISSUED, ScopeSet.empty()))
                            .toList());
        }
    }

    private void analyze(Database database) throws SQLException {
        String analyze = switch (database) {
            case H2, SQLITE -> "ANALYZE";
            case POSTGRESQL -> "ANALYZE latchkey_tokens, latchkey_uses";
            case MYSQL, MARIADB -> "ANALYZE TABLE latchkey_tokens, latchkey_uses";
        };
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new TableNames(prefix).in(analyze));
        }
    }

    @Test
    void a_token_takes_less_than_a_kibibyte_with_its_indexes() throws Exception {
        Database.POSTGRESQL.store(prefix);
        fill(Database.POSTGRESQL);

        try (Connection connection = Database.POSTGRESQL.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_total_relation_size('" + prefix + "tokens')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getLong(1) / ROWS).isBetween(500L, 1_024L);
        }
    }

    /** The first of all in the order of an index: no table is read, and nothing sorted. */
    private void assertReadInOrder(Database database, Runnable operation) throws SQLException {
        String plan = planOf(database, operation);
        switch (database) {
            case H2 -> assertThat(plan).contains("TOKENS_END").doesNotContain(".tableScan");
            case POSTGRESQL -> assertThat(plan).contains("Index Scan using " + prefix + "tokens_end");
            case MYSQL, MARIADB -> assertThat(plan).contains("t index " + prefix + "tokens_end");
            case SQLITE -> assertThat(plan).contains("SCAN t USING INDEX " + prefix + "tokens_end");
        }
    }

    private void assertIndexed(Database database, String what, Runnable operation) throws SQLException {
        String plan = planOf(database, operation);
        switch (database) {
            case H2 -> assertThat(plan).as(what).contains("TOKENS").doesNotContain(".tableScan");
            case POSTGRESQL ->
                assertThat(plan).as(what).contains("Index").doesNotContain("Seq Scan on " + prefix + "tokens");
            case MYSQL, MARIADB -> assertThat(plan).as(what).containsPattern("\\bt (const|eq_ref|ref|range) \\w+");
            case SQLITE -> assertThat(plan).as(what).contains("SEARCH t USING").doesNotContain("SCAN t");
        }
    }

    /**
     * The uses of an owner are read from the index that has them all, and the table of uses is not; MySQL and MariaDB may
     * look each one up by the primary key, by which they store the rows.
     */
    private void assertReadsUsesOfOwner(Database database, String what, Runnable operation) throws SQLException {
        String plan = planOf(database, operation);
        String index = prefix + "uses_owner";
        switch (database) {
            case H2 -> assertThat(plan).as(what).containsIgnoringCase(index);
            case POSTGRESQL ->
                assertThat(plan)
                        .as(what)
                        .containsPattern("Index (Only )?Scan (using|on) " + index)
                        .doesNotContain("Seq Scan on " + prefix + "uses");
            case MYSQL, MARIADB ->
                assertThat(plan).as(what).containsPattern("\\bu (eq_ref PRIMARY|(ref|eq_ref) " + index + ")");
            case SQLITE -> assertThat(plan).as(what).contains("SEARCH u USING COVERING INDEX " + index);
        }
    }

    /** {@return the plan of the first query for tokens} */
    private String planOf(Database database, Runnable operation) throws SQLException {
        queries.clear();
        operation.run();
        Query query = queries.stream()
                .filter(sent -> sent.sql.contains(prefix + "tokens"))
                .findFirst()
                .orElseThrow();
        return plan(database, query);
    }

    private static String plan(Database database, Query query) throws SQLException {
        String explain = database == Database.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(explain + query.sql)) {
            for (int i = 0; i < query.parameters.size(); i++) {
                statement.setObject(i + 1, query.parameters.get(i));
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(line(database, rows)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    private static String line(Database database, ResultSet row) throws SQLException {
        return switch (database) {
            case MYSQL, MARIADB -> row.getString("table") + " " + row.getString("type") + " " + row.getString("key");
            case SQLITE -> row.getString("detail");
            case H2, POSTGRESQL -> row.getString(1);
        };
    }
}
