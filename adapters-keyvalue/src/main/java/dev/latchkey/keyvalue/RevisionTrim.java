package dev.latchkey.keyvalue;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes the oldest entries of a feed that is ordered by revisions, and records the revision of the last of them. */
final class RevisionTrim {

    private final OpenEngine engine;
    private final Keys keys;
    private final RevisionPages pages;

    RevisionTrim(OpenEngine engine, Keys keys, RevisionPages pages) {
        this.engine = engine;
        this.keys = keys;
        this.pages = pages;
    }

    int trim(Instant before, int limit) {
        long newest = pages.end().revision();
        int trimmed = 0;
        int deleted = -1;
        while (trimmed < limit && deleted != 0) {
            // One operation is for the record of the revision.
            int most = Math.min(limit - trimmed, engine.limits().maximumTrim() - 1);
            deleted = Races.retry("trimming the change feed", () -> trimOnce(before, newest, most));
            trimmed += deleted;
        }
        return trimmed;
    }

    private Optional<Integer> trimOnce(Instant before, long newest, int most) {
        Newer oldest = pages.oldest(keys.trimmed(), most);
        Map<String, StoredValue> old = new LinkedHashMap<>();
        long last = 0;
        for (var entry : oldest.newer()) {
            if (entry.getValue().version() >= newest || !isOld(entry, before)) {
                break;
            }
            old.put(entry.getKey(), entry.getValue());
            last = entry.getValue().version();
        }
        return old.isEmpty() || engine.commit(deletion(oldest.values(), old, last))
                ? Optional.of(old.size())
                : Optional.empty();
    }

    /** A damaged entry counts as old; otherwise nothing after it could be trimmed. */
    private boolean isOld(Map.Entry<String, StoredValue> stored, Instant before) {
        return pages.entry(stored).map(entry -> entry.madeAt().isBefore(before)).orElse(true);
    }

    private EngineCommit deletion(Map<String, StoredValue> trimmed, Map<String, StoredValue> old, long last) {
        Map<String, StoredValue> unchanged = new HashMap<>(old);
        unchanged.putAll(trimmed);
        Set<String> absent = trimmed.isEmpty() ? Set.of(keys.trimmed()) : Set.of();
        return new EngineCommit(unchanged, absent, Map.of(keys.trimmed(), TrimFormat.write(last)), old.keySet());
    }
}
