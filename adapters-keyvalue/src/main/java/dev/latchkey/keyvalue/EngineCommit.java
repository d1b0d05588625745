package dev.latchkey.keyvalue;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One atomic change of a key-value engine: its expectations, and what it writes if they are met.
 *
 * <p>No key is both put and deleted. A key that is written need not be among the expectations, but if anything is put, at
 * least one of these keys is: by its value, an engine can determine whether a commit without an answer was written.
 *
 * @param unchanged keys that must have the value that was read: the same version, or the same bytes if the engine has
 *     no versions
 * @param absent keys that must not exist
 * @param puts the values to write, by key; existing values are replaced
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
     * {@return whether the expectations are met, for an engine without conditional commits, which runs one commit at a
     * time}
     *
     * @param present the current values of the expected keys, as {@link KeyValueEngine#read} returns them
     */
    public boolean isMetBy(Map<String, StoredValue> present) {
        return absent.stream().noneMatch(present::containsKey)
                && unchanged.entrySet().stream().allMatch(expected -> {
                    StoredValue value = present.get(expected.getKey());
                    return value != null && value.isSameAs(expected.getValue());
                });
    }
}
