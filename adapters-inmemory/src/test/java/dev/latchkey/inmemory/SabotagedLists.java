package dev.latchkey.inmemory;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenFilter;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stores that list wrongly or lose uses: rules TS-4, TS-5, and TS-3 for the uses of deleted tokens. */
final class SabotagedLists {

    private SabotagedLists() {}

    static class ListsBackwards extends DelegatingStore {
        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = right.list(query);
            List<Entry> entries = new ArrayList<>(page.entries());
            Collections.reverse(entries);
            return new TokenPage(entries, page.next());
        }
    }

    /** The place of a cursor is what was sorted by, without the id: whoever is equal to the page's last is left out. */
    static class SkipsTies extends DelegatingStore {
        @Override
        public TokenPage list(TokenQuery query) {
            TokenCursor after = TokenCursor.startOf(query);
            if (after == null || query.order() == Order.ID) {
                return right.list(query);
            }
            List<Entry> rest = all(query).stream()
                    .filter(entry ->
                            query.descending() ? key(entry, query) < after.key() : key(entry, query) > after.key())
                    .limit(query.limit() + 1L)
                    .toList();
            return TokenPage.of(query, rest);
        }
    }

    /** The same mistake the other way about: they come again on the next page. */
    static class RepeatsTies extends DelegatingStore {
        @Override
        public TokenPage list(TokenQuery query) {
            TokenCursor after = TokenCursor.startOf(query);
            TokenPage page = right.list(query);
            if (after == null || query.order() != Order.END || page.entries().isEmpty()) {
                return page;
            }
            List<Entry> again = new ArrayList<>(all(query).stream()
                    .filter(entry -> entry.record().id().equals(after.id()))
                    .filter(entry -> key(page.entries().get(0), query) == after.key())
                    .toList());
            again.addAll(page.entries());
            return new TokenPage(again, page.next());
        }
    }

    private static long key(Entry entry, TokenQuery query) {
        return entry.place(query.order()).key();
    }

    /** The place of a cursor is a number of rows, so that a row deleted before it moves all that follow. */
    static class PagesByOffset extends DelegatingStore {
        private final Map<TokenCursor, Integer> offsets = new ConcurrentHashMap<>();

        @Override
        public TokenPage list(TokenQuery query) {
            int offset = TokenCursor.startOf(query) == null ? 0 : offsets.getOrDefault(TokenCursor.startOf(query), 0);
            TokenPage page = TokenPage.of(
                    query,
                    all(query).stream().skip(offset).limit(query.limit() + 1L).toList());
            if (page.next() != null) {
                Entry last = page.entries().get(page.entries().size() - 1);
                offsets.put(last.place(query.order()), offset + query.limit());
            }
            return page;
        }
    }

    /** A collation for which owners are the same that are not. */
    abstract static class ListsByCollation extends DelegatingStore {
        abstract boolean isSame(String owner, String other);

        @Override
        public TokenPage list(TokenQuery query) {
            String owner = query.owner();
            if (owner == null || TokenCursor.startOf(query) != null) {
                return right.list(query);
            }
            List<Entry> found = all(TokenQuery.all()
                            .orderedBy(query.order(), query.descending() ? Direction.DESCENDING : Direction.ASCENDING))
                    .stream()
                    .filter(entry -> isSame(entry.record().grant().owner(), owner))
                    .filter(entry -> TokenFilter.of(
                                    query.ownedBy(entry.record().grant().owner()))
                            .matches(entry.record(), entry.use()))
                    .limit(query.limit() + 1L)
                    .toList();
            return TokenPage.of(query, found);
        }
    }

    static class OwnersIgnoringCase extends ListsByCollation {
        @Override
        boolean isSame(String owner, String other) {
            return owner.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
        }
    }

    static class OwnersIgnoringTrailingSpaces extends ListsByCollation {
        @Override
        boolean isSame(String owner, String other) {
            return owner.stripTrailing().equals(other.stripTrailing());
        }
    }

    /** A page as long as its limit, whatever it holds. */
    static class PagesOfAnyLength extends DelegatingStore {
        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = right.list(query);
            List<Entry> entries = new ArrayList<>(page.entries());
            while (page.next() != null && entries.size() < query.limit()) {
                page = right.list(query.limit(query.limit() - entries.size()).after(page.next()));
                entries.addAll(page.entries());
            }
            return new TokenPage(entries, page.next());
        }
    }

    /** Of several uses of one token in a batch, the last overwrites the others. */
    static class KeepsOneUseOfABatch extends DelegatingStore {
        @Override
        public void recordUse(Collection<TokenUse> uses) {
            Map<TokenId, TokenUse> last = new ConcurrentHashMap<>();
            uses.forEach(use -> last.put(use.id(), use));
            right.recordUse(last.values());
        }
    }

    /** One unknown token, and the foreign key refuses the whole batch. */
    static class LosesABatchWithUnknownTokens extends DelegatingStore {
        @Override
        public void recordUse(Collection<TokenUse> uses) {
            if (uses.stream().allMatch(use -> version(use.id()) > 0)) {
                right.recordUse(uses);
            }
        }
    }

    /** The union is made in the database, which knows of no limit; what has grown beyond it cannot be read. */
    static class PoisonsAUse extends DelegatingStore {
        private final Map<TokenId, ScopeSet> all = new ConcurrentHashMap<>();

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            right.recordUse(uses);
            uses.forEach(use -> all.merge(use.id(), use.usedScopes(), ScopeSet::union));
        }

        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = right.list(query);
            if (page.entries().stream()
                    .map(entry -> all.getOrDefault(entry.record().id(), ScopeSet.empty()))
                    .anyMatch(scopes -> scopes.members().size() > TokenUse.MAX_SCOPES)) {
                throw new TokenStoreException("the use of a token is not what was written");
            }
            return page;
        }
    }

    /** Whatever came first stays. */
    static class KeepsTheFirstScopes extends ShowsOtherUses {
        private final Map<TokenId, ScopeSet> first = new ConcurrentHashMap<>();

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            super.recordUse(uses);
            uses.forEach(use -> first.merge(use.id(), use.usedScopes(), KeepsTheFirstScopes::join));
        }

        private static ScopeSet join(ScopeSet before, ScopeSet added) {
            ScopeSet both = before.union(added);
            return both.members().size() > TokenUse.MAX_SCOPES ? before : both;
        }

        @Override
        @Nullable TokenUse shown(TokenId id, @Nullable TokenUse use) {
            return use == null ? null : new TokenUse(id, use.lastUsedAt(), first.getOrDefault(id, ScopeSet.empty()));
        }
    }

    /** No limit but memory. */
    static class RecordsAnyNumberOfUses extends DelegatingStore {
        @Override
        public void recordUse(Collection<TokenUse> uses) {
            uses.forEach(use -> right.recordUse(List.of(use)));
        }
    }

    static class RecordsUsesOfAnyLength extends DelegatingStore {
        @Override
        public void recordUse(Collection<TokenUse> uses) {
            if (uses.size() > StoreLimits.MAX_USES) {
                right.recordUse(uses);
            }
            uses.forEach(use -> right.recordUse(List.of(use)));
        }
    }

    /** Lists other uses than the right store has. */
    abstract static class ShowsOtherUses extends DelegatingStore {
        final Map<TokenId, TokenUse> last = new ConcurrentHashMap<>();

        abstract @Nullable TokenUse shown(TokenId id, @Nullable TokenUse use);

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            right.recordUse(uses);
            uses.forEach(use -> last.put(use.id(), use));
        }

        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = right.list(query);
            return new TokenPage(
                    page.entries().stream()
                            .map(entry -> new Entry(
                                    entry.record(), shown(entry.record().id(), entry.use())))
                            .toList(),
                    page.next());
        }
    }

    static class KeepsTheLastTimeNotTheLatest extends ShowsOtherUses {
        @Override
        @Nullable TokenUse shown(TokenId id, @Nullable TokenUse use) {
            TokenUse newest = last.get(id);
            return use == null || newest == null ? use : new TokenUse(id, newest.lastUsedAt(), use.usedScopes());
        }
    }

    static class KeepsTheLastScopesNotTheUnion extends ShowsOtherUses {
        @Override
        @Nullable TokenUse shown(TokenId id, @Nullable TokenUse use) {
            ScopeSet scopes = last.containsKey(id) ? last.get(id).usedScopes() : ScopeSet.empty();
            return use == null ? null : new TokenUse(id, use.lastUsedAt(), scopes);
        }
    }

    /** Uses are in a table of their own, which nobody sweeps. */
    static class KeepsUsesOfTheDeleted extends ShowsOtherUses {
        private final Map<TokenId, TokenUse> left = new ConcurrentHashMap<>();

        @Override
        boolean delete(TokenRecord held) {
            boolean deleted = super.delete(held);
            left.putAll(last);
            left.keySet().removeIf(id -> version(id) > 0);
            return deleted;
        }

        @Override
        @Nullable TokenUse shown(TokenId id, @Nullable TokenUse use) {
            return use == null ? left.get(id) : use;
        }
    }

    /** Whether the token exists is read first, and not held until the use is written. */
    static class RecordsUsesOfTheDeleted extends DelegatingStore {
        private final Map<TokenId, TokenUse> orphans = new ConcurrentHashMap<>();

        @Override
        public void recordUse(Collection<TokenUse> uses) {
            List<TokenUse> known =
                    uses.stream().filter(use -> version(use.id()) > 0).toList();
            awaitBriefly(() -> known.stream().anyMatch(use -> version(use.id()) == 0));
            right.recordUse(uses);
            known.stream().filter(use -> version(use.id()) == 0).forEach(use -> orphans.put(use.id(), use));
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            Map<TokenId, TokenUse> found = new HashMap<>(orphans);
            found.keySet().retainAll(ids);
            found.putAll(right.findUses(ids));
            return found;
        }
    }

    /** A use is a column of the record, and so a change of it. */
    static class UsesRaiseTheVersion extends OwnFeedStore {
        @Override
        public void recordUse(Collection<TokenUse> uses) {
            right.recordUse(uses);
            uses.forEach(use -> right.find(use.id())
                    .ifPresent(record -> StoreWrites.update(
                            right,
                            record.toBuilder().version(record.version() + 1).build())));
        }
    }
}
