package dev.latchkey.keyvalue;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenFilter;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenCursor;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnreadableToken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists tokens. The token of a request key is read by its claim, a page in ascending order of ids by a scan that begins at
 * its place; every other page reads all tokens.
 */
final class TokenLists {

    private static final Logger LOGGER = System.getLogger("dev.latchkey");

    private final OpenEngine engine;
    private final Keys keys;

    TokenLists(OpenEngine engine, Keys keys) {
        this.engine = engine;
        this.keys = keys;
    }

    TokenPage list(TokenQuery query) {
        StoreLimits.requireQuery(query);
        if (query.owner() != null && query.requestKey() != null) {
            String claim = keys.request(query.owner(), query.requestKey());
            Found found = Races.retry("listing the token of a request key", () -> claimed(query, claim));
            return found.select(uses(found.ids()));
        }
        boolean inOrderOfIds = query.order() == Order.ID && !query.descending();
        Found found = inOrderOfIds ? inOrderOfIds(query) : all(query);
        return found.select(inOrderOfIds && !found.filter.needsUse() ? uses(found.ids()) : uses());
    }

    /** {@return the token that has claimed a request key; empty if it was deleted between the two reads} */
    private Optional<Found> claimed(TokenQuery query, String claim) {
        byte[] claimant = View.read(engine, keys, Set.of(claim)).bytes(claim);
        Found found = new Found(query);
        if (claimant == null) {
            return Optional.of(found);
        }
        String key = keys.token(ClaimFormat.read(claimant));
        StoredValue record = engine.read(Set.of(key)).get(key);
        if (record == null) {
            return Optional.empty();
        }
        found.add(key, record);
        return Optional.of(found);
    }

    /** {@return one token more than the page has or examines, or more text than a page may have, if there is as much} */
    private Found inOrderOfIds(TokenQuery query) {
        TokenCursor after = TokenCursor.startOf(query);
        Found found = new Found(query);
        String place = after == null ? keys.tokens() : keys.token(after.id());
        int batch = found.filter.matchesAll() ? Scan.batch(query.limit() + 1) : Scan.LARGEST_BATCH;
        Scan.of(engine, keys.tokens(), place, batch, (key, value) -> {
            found.add(key, value);
            return !found.isEnough();
        });
        return found;
    }

    private Found all(TokenQuery query) {
        Found found = new Found(query);
        Scan.of(engine, keys.tokens(), keys.tokens(), Scan.LARGEST_BATCH, (key, value) -> {
            found.add(key, value);
            return true;
        });
        return found;
    }

    private Map<String, StoredValue> uses() {
        Map<String, StoredValue> uses = new HashMap<>();
        Scan.of(engine, keys.uses(), keys.uses(), Scan.LARGEST_BATCH, (key, value) -> {
            uses.put(key, value);
            return true;
        });
        return uses;
    }

    private Map<String, StoredValue> uses(List<TokenId> ids) {
        Map<String, StoredValue> uses = new HashMap<>();
        Set<String> batch = new HashSet<>();
        for (TokenId id : ids) {
            batch.add(keys.use(id));
            if (batch.size() == EngineLimits.FEWEST_OPERATIONS) {
                uses.putAll(engine.read(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            uses.putAll(engine.read(batch));
        }
        return uses;
    }

    /** The tokens of a query's selection that were read, without their uses. */
    private final class Found {

        private final TokenQuery query;
        private final TokenFilter filter;
        private final List<TokenRecord> records = new ArrayList<>();
        private final List<TokenId> matching = new ArrayList<>();
        private final List<UnreadableToken> unreadable = new ArrayList<>();
        private int length;

        Found(TokenQuery query) {
            this.query = query;
            this.filter = TokenFilter.of(query);
        }

        void add(String key, StoredValue value) {
            TokenId id = keys.id(key).orElse(null);
            if (id == null) {
                LOGGER.log(Level.WARNING, "a token is left out of a list, because its key names no id");
                return;
            }
            try {
                TokenRecord record = RecordFormat.read(id, value.bytes());
                if (filter.selects(record)) {
                    records.add(record);
                    addMatching(record);
                }
            } catch (TokenStoreException e) {
                UnreadableToken token = RecordFormat.unreadable(id, value.bytes(), String.valueOf(e.getMessage()));
                if (filter.selects(token)) {
                    unreadable.add(token);
                }
            }
        }

        /** Conditions on the use are checked at the end, when the uses are known. */
        private void addMatching(TokenRecord record) {
            if (!filter.needsUse() && filter.matches(record, null)) {
                matching.add(record.id());
                length += record.textLength();
            }
        }

        boolean isEnough() {
            return matching.size() > query.limit()
                    || length > StoreLimits.MAX_TEXT
                    || records.size() + unreadable.size() > StoreLimits.MAX_EXAMINED;
        }

        /** {@return the tokens that match, or whose uses decide whether they do} */
        List<TokenId> ids() {
            return filter.needsUse() ? records.stream().map(TokenRecord::id).toList() : matching;
        }

        TokenPage select(Map<String, StoredValue> uses) {
            List<Entry> entries = new ArrayList<>();
            List<UnreadableToken> problems = new ArrayList<>(unreadable);
            for (TokenRecord record : records) {
                StoredValue use = uses.get(keys.use(record.id()));
                try {
                    entries.add(new Entry(record, use == null ? null : UseFormat.read(record.id(), use.bytes())));
                } catch (TokenStoreException e) {
                    problems.add(record.withUnreadableUse(String.valueOf(e.getMessage())));
                }
            }
            return TokenPage.select(query, entries, problems);
        }
    }
}
