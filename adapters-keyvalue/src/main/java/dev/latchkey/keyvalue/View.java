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

    View(Keys keys, Set<String> asked, Map<String, StoredValue> values) {
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
        StoredValue value = value(key);
        return value == null ? null : value.bytes();
    }

    @Nullable StoredValue value(String key) {
        if (!asked.contains(key)) {
            throw new IllegalStateException("the key was not read: " + key);
        }
        return values.get(key);
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
        return FeedEnd.read(endBytes());
    }

    FeedSegment segment() {
        return FeedSegment.read(endBytes());
    }

    private byte[] endBytes() {
        byte[] bytes = bytes(keys.end());
        if (bytes == null) {
            throw new TokenStoreException("the end of the change feed is missing");
        }
        return bytes;
    }

    /** {@return the revision of the newest entry that was trimmed; 0 if none was} */
    long trimmed() {
        byte[] bytes = bytes(keys.trimmed());
        return bytes == null ? 0 : TrimFormat.read(bytes);
    }

    /** {@return a commit that succeeds only if everything that was read is unchanged} */
    EngineCommit commit(Map<String, byte[]> puts, Set<String> deletes) {
        return commit(new Addition(puts, Set.of()), deletes);
    }

    /** {@return a commit that succeeds only if everything that was read is unchanged} */
    EngineCommit commit(Addition addition, Set<String> deletes) {
        Set<String> absent = new HashSet<>(asked);
        absent.removeAll(values.keySet());
        absent.addAll(addition.absent());
        return new EngineCommit(values, absent, addition.puts(), deletes);
    }
}
