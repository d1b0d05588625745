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

    /** {@return lists of the large owner's tokens; most conditions are met by a hundredth of them, some by none} */
    Map<String, Callable<?>> ofOwner() {
        Map<String, Callable<?>> calls = new LinkedHashMap<>();
        TokenQuery owner = TokenQuery.all().ownedBy(LARGE_OWNER).limit(50);
        calls.put("by id", () -> list(owner));
        calls.put("by last use", () -> list(owner.orderedBy(Order.LAST_USE, Direction.DESCENDING)));
        Map.of(
                        "live", TokenCondition.live(NOW),
                        "ended", TokenCondition.ended(NOW.minusSeconds(100_000_000)),
                        "disabled", TokenCondition.disabled(NOW),
                        "described", TokenCondition.describedWith("EXPORT 99999"),
                        "granting", TokenCondition.granting(Scope.of("workspace:write@workspaces/acme")),
                        "created by", TokenCondition.createdBy("users/nobody"),
                        "attribute", TokenCondition.attribute("team", "nobody"),
                        "idle", TokenCondition.idleSince(Instant.EPOCH),
                        "expiring", TokenCondition.expiringBefore(Instant.EPOCH),
                        "never expiring", TokenCondition.neverExpiring())
                .forEach((name, condition) -> calls.put(name, () -> list(owner.where(condition))));
        calls.put("never used", () -> list(owner.where(TokenCondition.neverUsed())));
        TokenQuery idleLast = owner.orderedBy(Order.LAST_USE, Direction.ASCENDING);
        calls.put("idle by last use", () -> list(idleLast.where(TokenCondition.idleSince(Instant.EPOCH))));
        return calls;
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
