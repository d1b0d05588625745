package dev.latchkey.inmemory;

import dev.latchkey.inmemory.FeedLog.Cause;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Write;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps of one write, applied to a copy of the stored data: nothing is stored unless all of them are possible. */
final class PendingWrites {

    private final Map<TokenId, TokenRecord> stored;
    private final FeedPosition end;
    private final Map<TokenId, @Nullable TokenRecord> changed = new HashMap<>();
    private final Set<TokenId> deleted = new HashSet<>();
    private final List<Cause> causes = new ArrayList<>();
    private StoreState state;

    PendingWrites(Map<TokenId, TokenRecord> stored, StoreState state, FeedPosition end) {
        this.stored = stored;
        this.state = state;
        this.end = end;
    }

    /** {@return whether the step is possible after those before it} */
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
        return write instanceof Write.State next ? state(next) : mark((Write.Mark) write);
    }

    private @Nullable TokenRecord present(TokenId id) {
        return changed.containsKey(id) ? changed.get(id) : stored.get(id);
    }

    private boolean insert(TokenRecord record) {
        if (present(record.id()) != null
                || isTaken(record.grant().owner(), record.lineage().requestKey())) {
            return false;
        }
        changed.put(record.id(), record);
        return true;
    }

    private boolean isTaken(String owner, @Nullable String requestKey) {
        return requestKey != null
                && Stream.concat(
                                stored.values().stream().filter(record -> !changed.containsKey(record.id())),
                                changed.values().stream().filter(Objects::nonNull))
                        .anyMatch(other -> other.grant().owner().equals(owner)
                                && requestKey.equals(other.lineage().requestKey()));
    }

    private boolean update(Write.Update update) {
        TokenRecord present = present(update.held().id());
        if (present == null || present.version() != update.held().version()) {
            return false;
        }
        changed.put(present.id(), update.next().asNextOf(present));
        causes.add(Cause.token(present.id()));
        return true;
    }

    private boolean delete(TokenRecord expected) {
        TokenRecord present = present(expected.id());
        if (present == null || present.version() != expected.version()) {
            return false;
        }
        changed.put(present.id(), null);
        deleted.add(present.id());
        causes.add(Cause.token(present.id()));
        return true;
    }

    private boolean state(Write.State next) {
        if (state.version() != next.held().version()) {
            return false;
        }
        state = next.next();
        causes.add(Cause.STATE);
        return true;
    }

    private boolean mark(Write.Mark mark) {
        if (!mark.end().equals(end)) {
            return false;
        }
        causes.add(Cause.MARK);
        return true;
    }

    /** {@return the records that were written, and null for those that were deleted} */
    Map<TokenId, @Nullable TokenRecord> changed() {
        return changed;
    }

    /** {@return the records that were deleted, even if a later step inserted others of the same ids} */
    Set<TokenId> deleted() {
        return deleted;
    }

    StoreState state() {
        return state;
    }

    /** {@return the changes for the feed, in order} */
    List<Cause> causes() {
        return causes;
    }
}
