package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Merges uses with the stored ones, by compare-and-set. */
final class UseRecorder {

    private final OpenEngine engine;
    private final Keys keys;

    UseRecorder(OpenEngine engine, Keys keys) {
        this.engine = engine;
        this.keys = keys;
    }

    /**
     * @throws TokenStoreException if a stored use is damaged; it is not changed, and the uses of other tokens are
     * recorded
     */
    void record(Collection<TokenUse> uses) {
        Map<TokenId, TokenUse> joined = new LinkedHashMap<>();
        uses.forEach(use -> joined.merge(use.id(), use, TokenUse::and));
        List<TokenUse> all = List.copyOf(joined.values());
        List<TokenStoreException> damaged = new ArrayList<>();
        int most = engine.limits().maximumUses();
        for (int start = 0; start < all.size(); start += most) {
            List<TokenUse> batch = all.subList(start, Math.min(all.size(), start + most));
            damaged.addAll(Races.retry("recording uses", () -> recordOnce(batch)));
        }
        if (!damaged.isEmpty()) {
            TokenStoreException first = damaged.get(0);
            damaged.subList(1, damaged.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** {@return what is damaged; empty if the batch lost a race} */
    private Optional<List<TokenStoreException>> recordOnce(List<TokenUse> batch) {
        Set<String> asked = new HashSet<>();
        batch.forEach(use -> asked.addAll(List.of(keys.token(use.id()), keys.use(use.id()))));
        View view = View.read(engine, keys, asked);
        Map<String, byte[]> puts = new HashMap<>();
        List<TokenStoreException> damaged = new ArrayList<>();
        for (TokenUse use : batch) {
            try {
                join(view, use, puts);
            } catch (TokenStoreException e) {
                damaged.add(e);
            }
        }
        return puts.isEmpty() || engine.commit(view.commit(puts, Set.of())) ? Optional.of(damaged) : Optional.empty();
    }

    private void join(View view, TokenUse use, Map<String, byte[]> puts) {
        TokenUse before = view.use(use.id());
        TokenUse after = before == null ? use : before.and(use);
        if (view.has(keys.token(use.id())) && !after.equals(before)) {
            puts.put(keys.use(use.id()), UseFormat.write(after));
        }
    }
}
