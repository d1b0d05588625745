package dev.latchkey.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The base of the groups of {@link TokenListContract}. */
abstract class ListGroup extends StoreGroup<TokenStore> {

    static final Instant T0 = TokenRecords.ISSUED;

    TokenRecord insert(UnaryOperator<TokenRecordBuilder> with) {
        TokenRecord record = with.apply(TokenRecords.ordinary()).build();
        assertThat(StoreWrites.insert(store, record)).isTrue();
        return record;
    }

    void use(TokenRecord record, Instant time, String scopes) {
        store.recordUse(List.of(new TokenUse(record.id(), time, ScopeSet.parse(scopes))));
    }

    @Nullable TokenUse useOf(TokenRecord record) {
        return store.list(TokenQuery.all().limit(1_000)).entries().stream()
                .filter(entry -> entry.record().id().equals(record.id()))
                .findFirst()
                .orElseThrow()
                .use();
    }

    static List<TokenId> ids(List<TokenRecord> records) {
        return records.stream().map(TokenRecord::id).toList();
    }

    List<TokenId> walk(TokenQuery query) {
        List<TokenId> ids = new ArrayList<>();
        TokenPage page = store.list(query);
        while (true) {
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(query.limit());
            page.entries().forEach(entry -> ids.add(entry.record().id()));
            if (page.next() == null) {
                return ids;
            }
            assertThat(page.entries()).hasSize(query.limit());
            page = store.list(query.after(page.next()));
        }
    }

    void assertOrder(Order order, List<TokenId> ascending) {
        List<TokenId> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        for (int limit : new int[] {1, 3, ascending.size(), 1_000}) {
            assertThat(walk(TokenQuery.all()
                            .orderedBy(order, Direction.ASCENDING)
                            .limit(limit)))
                    .as("%s ascending by %d", order, limit)
                    .isEqualTo(ascending);
            assertThat(walk(TokenQuery.all()
                            .orderedBy(order, Direction.DESCENDING)
                            .limit(limit)))
                    .as("%s descending by %d", order, limit)
                    .isEqualTo(descending);
        }
    }
}
