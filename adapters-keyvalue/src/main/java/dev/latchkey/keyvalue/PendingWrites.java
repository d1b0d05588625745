package dev.latchkey.keyvalue;

import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.Write;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of one write, applied to a view: nothing is written unless all of them are possible. */
final class PendingWrites {

    private final Keys keys;
    private final View view;
    private final Map<TokenId, @Nullable TokenRecord> records = new HashMap<>();
    private final Map<String, @Nullable TokenId> claims = new HashMap<>();
    private final Set<TokenId> unused = new HashSet<>();
    private final Set<TokenId> changed = new LinkedHashSet<>();
    private @Nullable StoreState state;

    PendingWrites(Keys keys, View view) {
        this.keys = keys;
        this.view = view;
    }

    /** {@return the keys whose values decide whether the steps are possible} */
    static Set<String> keys(Keys keys, List<Write> writes) {
        Set<String> read = new HashSet<>();
        for (Write write : writes) {
            if (write instanceof Write.Insert insert) {
                read.add(keys.token(insert.record().id()));
                String claim = claim(keys, insert.record());
                if (claim != null) {
                    read.add(claim);
                }
            } else {
                read.add(keys.end());
            }
            if (write.changed() != null) {
                read.add(keys.token(write.changed()));
            }
            if (write instanceof Write.State) {
                read.add(keys.state());
            }
        }
        return read;
    }

    private static @Nullable String claim(Keys keys, TokenRecord record) {
        return record.lineage().requestKey() == null
                ? null
                : keys.request(record.grant().owner(), record.lineage().requestKey());
    }

    /** {@return whether the step, which is no mark, is possible after those before it} */
    boolean add(Write write) {
        if (write instanceof Write.Insert insert) {
            return insert(insert.record());
        }
        if (write instanceof Write.Update update) {
            return update(update);
        }
        if (write instanceof Write.Delete delete) {
            return delete(delete.held());
        }
        return state((Write.State) write);
    }

    private boolean insert(TokenRecord record) {
        boolean exists =
                records.containsKey(record.id()) ? records.get(record.id()) != null : view.has(keys.token(record.id()));
        String claim = claim(keys, record);
        boolean claimed = claim != null && (claims.containsKey(claim) ? claims.get(claim) != null : view.has(claim));
        if (exists || claimed) {
            return false;
        }
        records.put(record.id(), record);
        if (claim != null) {
            claims.put(claim, record.id());
        }
        return true;
    }

    private boolean update(Write.Update update) {
        TokenRecord present = presentAs(update.held());
        if (present == null) {
            return false;
        }
        records.put(present.id(), update.next().asNextOf(present));
        changed.add(present.id());
        return true;
    }

    private boolean delete(TokenRecord expected) {
        TokenRecord present = presentAs(expected);
        if (present == null) {
            return false;
        }
        records.put(present.id(), null);
        unused.add(present.id());
        changed.add(present.id());
        // The claim was written with the record and is deleted with it, so expecting the record unchanged suffices.
        String claim = claim(keys, present);
        if (claim != null) {
            claims.put(claim, null);
        }
        return true;
    }

    /** {@return the present record, or null if it does not have the version that a step expects} */
    private @Nullable TokenRecord presentAs(TokenRecord expected) {
        TokenId id = expected.id();
        TokenRecord present = records.containsKey(id) ? records.get(id) : view.record(id);
        return present == null || present.version() != expected.version() ? null : present;
    }

    private boolean state(Write.State next) {
        StoreState present = state == null ? view.state() : state;
        if (present.version() != next.held().version()) {
            return false;
        }
        state = next.next();
        return true;
    }

    /** {@return the entry in the feed for all added steps} */
    FeedEntry entry(NumberedPosition position, Instant madeAt) {
        return new FeedEntry(position, madeAt, state != null, List.copyOf(changed));
    }

    /**
     * {@return all added steps, as one commit}
     *
     * @param entry what the entry in the feed adds
     */
    EngineCommit commit(Addition entry) {
        Map<String, byte[]> puts = new HashMap<>(entry.puts());
        Set<String> deletes = new HashSet<>();
        unused.forEach(id -> deletes.add(keys.use(id)));
        records.forEach((id, record) -> {
            if (record == null) {
                deletes.add(keys.token(id));
            } else {
                puts.put(keys.token(id), RecordFormat.write(record));
            }
        });
        claims.forEach((claim, claimant) -> {
            if (claimant == null) {
                deletes.add(claim);
            } else {
                puts.put(claim, ClaimFormat.write(claimant));
            }
        });
        if (state != null) {
            puts.put(keys.state(), StateFormat.write(state));
        }
        return view.commit(new Addition(puts, entry.absent()), deletes);
    }
}
