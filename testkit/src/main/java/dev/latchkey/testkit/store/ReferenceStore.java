package dev.latchkey.testkit.store;

import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the Javadoc of {@link dev.latchkey.port.TokenStore} says, sentence by sentence and without a thought of speed: what
 * the answers of a real store are compared with.
 */
final class ReferenceStore {

    private final List<TokenRecord> records = new ArrayList<>();
    private final Map<TokenId, TokenUse> uses = new HashMap<>();
    private StoreState state = StoreState.INITIAL;

    StoreState state() {
        return state;
    }

    @Nullable TokenRecord find(TokenId id) {
        for (TokenRecord record : records) {
            if (record.id().equals(id)) {
                return record;
            }
        }
        return null;
    }

    boolean insert(TokenRecord record) {
        if (!mayInsert(record)) {
            return false;
        }
        records.add(record);
        return true;
    }

    private boolean mayInsert(TokenRecord record) {
        for (TokenRecord other : records) {
            boolean sameId = other.id().equals(record.id());
            boolean sameKey = record.requestKey() != null
                    && record.requestKey().equals(other.requestKey())
                    && record.owner().equals(other.owner());
            if (sameId || sameKey) {
                return false;
            }
        }
        return true;
    }

    boolean update(TokenRecord next) {
        if (!mayUpdate(next)) {
            return false;
        }
        TokenRecord present = Objects.requireNonNull(find(next.id()));
        records.remove(present);
        records.add(next.toBuilder()
                .owner(present.owner())
                .issuedAt(present.issuedAt())
                .parent(present.parent())
                .family(present.family())
                .requestKey(present.requestKey())
                .build());
        return true;
    }

    private boolean mayUpdate(TokenRecord next) {
        TokenRecord present = find(next.id());
        return present != null && present.version() == next.version() - 1;
    }

    boolean replace(TokenRecord retired, TokenRecord successor) {
        return mayUpdate(retired) && mayInsert(successor) && update(retired) && insert(successor);
    }

    boolean updateState(StoreState next) {
        if (state.version() != next.version() - 1) {
            return false;
        }
        state = next;
        return true;
    }

    void recordUse(Collection<TokenUse> newUses) {
        for (TokenUse use : newUses) {
            TokenUse known = uses.get(use.id());
            if (find(use.id()) != null) {
                uses.put(use.id(), known == null ? use : known.and(use));
            }
        }
    }

    /** {@return the records that may be deleted, the earliest ended first} */
    List<TokenRecord> endedBefore(Instant time) {
        List<TokenRecord> ended = new ArrayList<>();
        for (TokenRecord record : records) {
            if (record.endsAt() != null && record.endsAt().isBefore(time)) {
                ended.add(record);
            }
        }
        ended.sort(Comparator.comparing(ReferenceStore::end));
        return ended;
    }

    static Instant end(TokenRecord record) {
        return record.endsAt() == null ? Instant.MAX : record.endsAt();
    }

    void delete(Set<TokenId> ids) {
        records.removeIf(record -> ids.contains(record.id()));
        uses.keySet().removeAll(ids);
    }

    /** {@return all that matches, in order} */
    List<Entry> list(TokenQuery.Filter filter, Order order, boolean descending) {
        List<Entry> found = new ArrayList<>();
        for (TokenRecord record : records) {
            if (matches(record, filter)) {
                found.add(new Entry(record, uses.get(record.id())));
            }
        }
        found.sort(comparator(order, descending));
        return found;
    }

    private static boolean matches(TokenRecord record, TokenQuery.Filter filter) {
        return (filter.owner() == null || filter.owner().equals(record.owner()))
                && (filter.parent() == null || filter.parent().equals(record.parent()))
                && (filter.family() == null || filter.family().equals(record.family()))
                && (filter.requestKey() == null || filter.requestKey().equals(record.requestKey()))
                && (!filter.unrevoked() || record.revokedAt() == null);
    }

    static Comparator<Entry> comparator(Order order, boolean descending) {
        Comparator<Entry> byId = Comparator.comparing(entry -> entry.record().id());
        Comparator<Entry> ascending = switch (order) {
            case ID -> byId;
            case END ->
                Comparator.comparing((Entry entry) -> end(entry.record())).thenComparing(byId);
            case LAST_USE -> Comparator.comparing(ReferenceStore::lastUse).thenComparing(byId);
        };
        return descending ? ascending.reversed() : ascending;
    }

    private static Instant lastUse(Entry entry) {
        return entry.use() == null ? Instant.MIN : entry.use().lastUsedAt();
    }
}
