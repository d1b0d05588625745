package dev.latchkey.keyvalue;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One atomic change of a key-value engine: what must still be as it was read, and what is written then.
 *
 * <p>No key is both put and deleted. A key that is written need not be among the expectations.
 *
 * @param unchanged keys that must have the value that was read: the same version, or the same bytes where the engine has no
 *     versions
 * @param absent keys that must not exist
 * @param puts the values to write, by key; whatever is there is replaced
 * @param deletes the keys to delete; one that does not exist is no error
 */
public record EngineCommit(
        Map<String, StoredValue> unchanged, Set<String> absent, Map<String, byte[]> puts, Set<String> deletes) {

    public EngineCommit {
        unchanged = Map.copyOf(unchanged);
        absent = Set.copyOf(absent);
        puts = Map.copyOf(puts);
        deletes = Set.copyOf(deletes);
    }

    /** {@return the keys of all expectations} */
    public Set<String> expectedKeys() {
        return Stream.concat(unchanged.keySet().stream(), absent.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * {@return whether the expectations hold, for an engine that has no conditional commit and therefore lets one commit in at
     * a time}
     *
     * @param present the present values of the expected keys, as {@link KeyValueEngine#read} returns them
     */
    public boolean isMetBy(Map<String, StoredValue> present) {
        return absent.stream().noneMatch(present::containsKey)
                && unchanged.entrySet().stream().allMatch(expected -> {
                    StoredValue value = present.get(expected.getKey());
                    return value != null && value.isSameAs(expected.getValue());
                });
    }
}
