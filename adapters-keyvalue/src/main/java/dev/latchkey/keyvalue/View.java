package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of some keys at one moment, and the expectation that they are still the same at a commit. */
final class View {

    private final Keys keys;
    private final Set<String> asked;
    private final Map<String, StoredValue> values;

    private View(Keys keys, Set<String> asked, Map<String, StoredValue> values) {
        this.keys = keys;
        this.asked = asked;
        this.values = values;
    }

    static View read(OpenEngine engine, Keys keys, Set<String> asked) {
        return new View(keys, asked, engine.read(asked));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    byte @Nullable [] bytes(String key) {
        if (!asked.contains(key)) {
            throw new IllegalStateException("the key was not read: " + key);
        }
        StoredValue value = values.get(key);
        return value == null ? null : value.bytes();
    }

    @Nullable TokenRecord record(TokenId id) {
        byte[] bytes = bytes(keys.token(id));
        return bytes == null ? null : RecordFormat.read(id, bytes);
    }

    @Nullable TokenUse use(TokenId id) {
        byte[] bytes = bytes(keys.use(id));
        return bytes == null ? null : UseFormat.read(id, bytes);
    }

    StoreState state() {
        byte[] bytes = bytes(keys.state());
        return bytes == null ? StoreState.INITIAL : StateFormat.read(bytes);
    }

    FeedEnd end() {
        byte[] bytes = bytes(keys.end());
        if (bytes == null) {
            throw new TokenStoreException("the end of the change feed is missing");
        }
        return FeedEnd.read(bytes);
    }

    /** {@return a commit that succeeds only if everything that was read is unchanged} */
    EngineCommit commit(Map<String, byte[]> puts, Set<String> deletes) {
        Set<String> absent = new HashSet<>(asked);
        absent.removeAll(values.keySet());
        return new EngineCommit(values, absent, puts, deletes);
    }
}
