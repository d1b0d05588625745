package dev.latchkey.keyvalue;

import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link NewerQuery}.
 *
 * @param values the values of those further keys that exist
 * @param newer the keys of the range with their values, in ascending order of revisions
 */
public record Newer(Map<String, StoredValue> values, List<Map.Entry<String, StoredValue>> newer) {

    public Newer {
        values = Map.copyOf(values);
        newer = List.copyOf(newer);
    }
}
