package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.Scope;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many rows a search fetches from the database. */
class SearchedRowsTest {

    private static final int TOKENS = 40;

    private final AtomicInteger fetched = new AtomicInteger();

    private DataSource counting(Database database) {
        return Intercepted.dataSource(database.dataSource(), call -> {
            Object result = call.proceed();
            if (call.target() instanceof ResultSet && call.method().equals("next") && Boolean.TRUE.equals(result)) {
                fetched.incrementAndGet();
            }
            return result;
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_search_by_last_use_fetches_only_tokens_that_meet_what_the_database_checks(Database database) {
        String prefix = Database.newPrefix();
        JdbcTokenStore filling = database.store(prefix);
        for (int i = 0; i < TOKENS; i++) {
            StoreWrites.insert(
                    filling,
                    TokenRecords.ordinary()
                            .owner("owner")
                            .createdBy(i == 7 ? "users/7" : "users/1")
                            .build());
        }
        JdbcTokenStore store = JdbcTokenStore.builder(counting(database))
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();
        TokenQuery query = TokenQuery.all().ownedBy("owner").orderedBy(Order.LAST_USE, Direction.ASCENDING);

        for (TokenCondition condition :
                List.of(TokenCondition.createdBy("users/7"), TokenCondition.createdBy("users/nobody"))) {
            fetched.set(0);
            int found = store.list(query.where(condition)).entries().size();

            // The place of a token, and its row.
            assertThat(fetched).as("%s", condition).hasValue(2 * found);
        }
    }

    @ParameterizedTest
    @EnumSource
    void long_texts_are_read_for_some_tokens_at_a_time(Database database) {
        JdbcTokenStore store = database.store();
        String longScopes = IntStream.range(0, 200).mapToObj(i -> "scope:" + i).collect(Collectors.joining(" "));
        for (int i = 0; i < 300; i++) {
            StoreWrites.insert(
                    store,
                    TokenRecords.ordinary(TokenId.of(i, i))
                            .owner("owner")
                            .scopes(i == 5 || i == 299 ? longScopes + " wanted" : longScopes)
                            .build());
        }
        TokenQuery query = TokenQuery.all().ownedBy("owner").where(TokenCondition.granting(Scope.of("wanted")));

        for (Order order : Order.values()) {
            assertThat(store.list(query.orderedBy(order, Direction.ASCENDING)).entries())
                    .as("%s", order)
                    .extracting(entry -> entry.record().id())
                    .containsExactlyInAnyOrder(TokenId.of(5, 5), TokenId.of(299, 299));
        }
    }
}
