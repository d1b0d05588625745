package dev.latchkey.lease;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.token.TokenId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A reader that reads one record after the other. */
record SingleReads<V>(BiFunction<TokenId, @Nullable FeedPosition, @Nullable V> one) implements RecordLoader.Reader<V> {

    @Override
    public Map<TokenId, V> read(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
        if (ids.size() == 1) {
            TokenId id = ids.iterator().next();
            V value = one.apply(id, notBefore);
            return value == null ? Map.of() : Map.of(id, value);
        }
        Map<TokenId, V> read = new HashMap<>();
        ids.forEach(id -> read.putAll(read(Set.of(id), notBefore)));
        return read;
    }
}
