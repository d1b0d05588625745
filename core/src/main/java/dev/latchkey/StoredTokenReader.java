package dev.latchkey;

import dev.latchkey.Admission.Circumstances;
import dev.latchkey.change.IdBatches;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts records to what people see, including the ends of their ancestors, which end them too. */
final class StoredTokenReader {

    private final TokenStore store;

    StoredTokenReader(TokenStore store) {
        this.store = store;
    }

    /** {@return the view of a record without its use, with the store's state of the same moment} */
    StoredToken of(TokenRecord record, StoreState state) {
        return of(List.of(new TokenPage.Entry(record, null)), state).get(0);
    }

    /** {@return the views of the records with their uses, in their order} */
    List<StoredToken> of(List<TokenPage.Entry> entries, StoreState state) {
        Map<TokenId, TokenRecord> ancestors =
                ancestors(entries.stream().map(TokenPage.Entry::record).toList());
        return entries.stream()
                .map(entry -> StoredToken.of(
                        entry, new Circumstances(state, Admission.ancestorsUntil(entry.record(), ancestors, state))))
                .toList();
    }

    private Map<TokenId, TokenRecord> ancestors(List<TokenRecord> records) {
        Set<TokenId> ids = new LinkedHashSet<>();
        records.forEach(record -> ids.addAll(record.lineage().ancestors()));
        Map<TokenId, TokenRecord> found = new HashMap<>();
        IdBatches.of(ids).forEach(batch -> found.putAll(store.find(batch).records()));
        return found;
    }
}
