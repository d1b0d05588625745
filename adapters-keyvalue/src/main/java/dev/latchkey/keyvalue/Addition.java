package dev.latchkey.keyvalue;

import java.util.Map;
import java.util.Set;

/**
 * A part of a commit.
 *
 * @param puts the values to write, by key
 * @param absent keys that must not exist
 */
record Addition(Map<String, byte[]> puts, Set<String> absent) {

    static final Addition NONE = new Addition(Map.of(), Set.of());
}
