package dev.latchkey.benchmarks;

import dev.latchkey.port.TokenPage;
import dev.latchkey.scope.Scope;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Pages of fifty tokens in PostgreSQL: of all owners by state and in every order, and of one owner with 10,000 tokens
 * under every condition; for {@link PairedRounds}.
 */
final class SearchBenchmark implements AutoCloseable {

    private static final String LARGE_OWNER = "workspaces/large";
    private static final int TOKENS_OF_LARGE_OWNER = 10_000;
    private static final Instant NOW = Instant.ofEpochMilli(FilledPostgres.NOW_MILLIS);

    private final FilledPostgres database;

    /** @param stored how many tokens the store has, at least 10,000 */
    SearchBenchmark(int stored) throws IOException, SQLException {
        // The large owner's tokens were issued in turn with those of all others.
        database = new FilledPostgres(
                stored,
                "CASE WHEN n.i %% %d = 0 THEN '%s' ELSE 'workspaces/' || n.i %% %d END"
                        .formatted(stored / TOKENS_OF_LARGE_OWNER, LARGE_OWNER, stored / 100));
    }

    private TokenPage list(TokenQuery query) {
        return database.store().list(query);
    }

    /** {@return lists of all owners' tokens} */
    Map<String, Callable<?>> ofAll() {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        for (Order order : Order.values()) {
            for (Direction direction : Direction.values()) {
                String name = order + (direction == Direction.DESCENDING ? " desc" : "");
                TokenQuery all = TokenQuery.all().limit(50).orderedBy(order, direction);
                calls.put(name, () -> list(all));
                calls.put(name + ", live", () -> list(all.where(TokenCondition.live(NOW))));
                calls.put(name + ", ended", () -> list(all.where(TokenCondition.ended(NOW))));
                calls.put(name + ", disabled", () -> list(all.where(TokenCondition.disabled(NOW))));
            }
        }
        return calls;
    }

    /**
     * {@return lists of the large owner's tokens, with each condition in each order; most conditions are met by a hundredth of
     * the tokens, some by none}
     */
    Map<String, Callable<?>> ofOwner() {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        TokenQuery owner = TokenQuery.all().ownedBy(LARGE_OWNER).limit(50);
        calls.put("by id", () -> list(owner));
        calls.put("by last use", () -> list(owner.orderedBy(Order.LAST_USE, Direction.DESCENDING)));
        for (Order order : Order.values()) {
            TokenQuery ordered = owner.orderedBy(order, Direction.ASCENDING);
            conditions()
                    .forEach((name, condition) -> calls.put(name + ", " + order, () -> list(ordered.where(condition))));
        }
        return calls;
    }

    private static Map<String, TokenCondition> conditions() {
        Map<String, TokenCondition> conditions = new LinkedHashMap<>();
        conditions.put("live", TokenCondition.live(NOW));
        conditions.put("ended", TokenCondition.ended(NOW.minusSeconds(100_000_000)));
        conditions.put("disabled", TokenCondition.disabled(NOW));
        conditions.put("described", TokenCondition.describedWith("EXPORT 99999"));
        conditions.put("granting", TokenCondition.granting(Scope.of("workspace:write@workspaces/acme")));
        conditions.put("created by", TokenCondition.createdBy("users/nobody"));
        conditions.put("attribute", TokenCondition.attribute("team", "nobody"));
        conditions.put("idle", TokenCondition.idleSince(Instant.EPOCH));
        conditions.put("never used", TokenCondition.neverUsed());
        conditions.put("expiring", TokenCondition.expiringBefore(Instant.EPOCH));
        conditions.put("never expiring", TokenCondition.neverExpiring());
        return conditions;
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
