package dev.latchkey.keyvalue;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** An engine in memory whose versions are those of commits. */
class RevisionedMemoryEngine extends MemoryEngine implements RevisionedEngine {

    RevisionedMemoryEngine() {
        this(EngineLimits.none());
    }

    RevisionedMemoryEngine(EngineLimits limits) {
        super(limits);
    }

    @Override
    public Newer readNewer(NewerQuery query) {
        require(query.keys().size() <= 3 && query.limit() >= 1 && query.limit() <= 1_000, "query of " + query);
        return alone(() -> {
            Map<String, StoredValue> further = new TreeMap<>(values());
            further.keySet().retainAll(query.keys());
            return new Newer(
                    further,
                    values().subMap(query.range().from(), query.range().to()).entrySet().stream()
                            .filter(value -> value.getValue().version() > query.after())
                            .sorted(Comparator.comparingLong(
                                    value -> value.getValue().version()))
                            .limit(query.limit())
                            .map(value -> Map.entry(value.getKey(), value.getValue()))
                            .toList());
        });
    }
}
