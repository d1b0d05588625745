package dev.latchkey.testkit.model;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.TokenFilter;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.Write;
import dev.latchkey.testkit.model.StoreOperation.Filter;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenCondition;
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
import org.jspecify.annotations.Nullable;

/**
 * A direct implementation of the Javadoc of {@link dev.latchkey.port.TokenStore}, without regard to speed, with which
 * the answers of a real store are compared.
 */
final class ReferenceStore {

    private List<TokenRecord> records = new ArrayList<>();
    private Map<TokenId, TokenUse> uses = new HashMap<>();
    private StoreState state = StoreState.INITIAL;

    /** {@return an independent copy} */
    ReferenceStore copy() {
        ReferenceStore copy = new ReferenceStore();
        copy.take(this);
        return copy;
    }

    private void take(ReferenceStore other) {
        records = new ArrayList<>(other.records);
        uses = new HashMap<>(other.uses);
        state = other.state;
    }

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

    /**
     * {@return whether all of the steps were written; if one of them is refused, none is written}
     *
     * @param writes the steps
     * @param feedEnd the end of the change feed, which a mark must have
     */
    boolean write(List<Write> writes, FeedPosition feedEnd) {
        ReferenceStore copy = copy();
        for (Write write : writes) {
            if (!copy.writeOne(write, feedEnd)) {
                return false;
            }
        }
        take(copy);
        return true;
    }

    private boolean writeOne(Write write, FeedPosition feedEnd) {
        if (write instanceof Write.Insert insert) {
            return insert(insert.record());
        } else if (write instanceof Write.Update update) {
            return update(update.held(), update.next());
        } else if (write instanceof Write.Delete delete) {
            return delete(delete.held());
        } else if (write instanceof Write.State next) {
            return updateState(next.held(), next.next());
        }
        return ((Write.Mark) write).end().equals(feedEnd);
    }

    private boolean insert(TokenRecord record) {
        for (TokenRecord other : records) {
            boolean sameId = other.id().equals(record.id());
            boolean sameKey = record.lineage().requestKey() != null
                    && record.lineage().requestKey().equals(other.lineage().requestKey())
                    && record.grant().owner().equals(other.grant().owner());
            if (sameId || sameKey) {
                return false;
            }
        }
        records.add(record);
        return true;
    }

    private boolean update(TokenRecord expected, TokenRecord next) {
        TokenRecord present = find(expected.id());
        if (present == null || present.version() != expected.version()) {
            return false;
        }
        records.remove(present);
        records.add(next.toBuilder()
                .owner(present.grant().owner())
                .issuedAt(present.lifecycle().issuedAt())
                .createdBy(present.grant().createdBy())
                .ancestors(present.lineage().ancestors())
                .family(present.lineage().family())
                .requestKey(present.lineage().requestKey())
                .requestDigest(present.lineage().requestDigest())
                .build());
        return true;
    }

    private boolean delete(TokenRecord expected) {
        TokenRecord present = find(expected.id());
        if (present == null || present.version() != expected.version()) {
            return false;
        }
        records.remove(present);
        uses.remove(present.id());
        return true;
    }

    private boolean updateState(StoreState expected, StoreState next) {
        if (state.version() != expected.version()) {
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

    Map<TokenId, TokenUse> uses(Collection<TokenId> ids) {
        Map<TokenId, TokenUse> found = new HashMap<>(uses);
        found.keySet().retainAll(ids);
        return found;
    }

    private static Instant end(TokenRecord record) {
        return record.lifecycle().endsAt() == null
                ? Instant.MAX
                : record.lifecycle().endsAt();
    }

    /** {@return all matches, in order} */
    List<Entry> list(Filter filter, Order order, boolean descending) {
        List<Entry> found = new ArrayList<>();
        for (TokenRecord record : records) {
            TokenUse use = uses.get(record.id());
            if (matches(record, use, filter)) {
                found.add(new Entry(record, use));
            }
        }
        found.sort(comparator(order, descending));
        return found;
    }

    private static boolean matches(TokenRecord record, @Nullable TokenUse use, Filter filter) {
        return (filter.owner() == null || filter.owner().equals(record.grant().owner()))
                && (filter.parent() == null
                        || filter.parent().equals(record.lineage().parent()))
                && (filter.family() == null
                        || filter.family().equals(record.lineage().family()))
                && (filter.requestKey() == null
                        || filter.requestKey().equals(record.lineage().requestKey()))
                && filter.conditions().stream().allMatch(condition -> isMet(condition, record, use));
    }

    private static boolean isMet(TokenCondition condition, TokenRecord record, @Nullable TokenUse use) {
        return TokenFilter.of(TokenQuery.all().where(condition)).matches(record, use);
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
