package dev.latchkey.keyvalue;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.StoreState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a store's state. Version 1: format version, version, time before which tokens are rejected,
 * revocation bound in milliseconds, time since when uses are recorded. Extended like {@link RecordFormat}.
 */
final class StateFormat {

    private static final int VERSION = 1;

    private StateFormat() {}

    static byte[] write(StoreState state) {
        Duration bound = state.revocationBound();
        return new ValueWriter(VERSION)
                .number(state.version())
                .time(state.rejectIssuedBefore())
                .number(bound == null ? ValueWriter.ABSENT : bound.toMillis())
                .time(state.usesRecordedSince())
                .bytes();
    }

    /** @throws TokenStoreException if the bytes are not a state */
    static StoreState read(byte[] bytes) {
        return ValueReader.read("the state of the store", bytes, in -> {
            in.version(VERSION);
            return new StoreState(in.number(), in.optionalTime(), bound(in.number()), in.optionalTime());
        });
    }

    private static @Nullable Duration bound(long millis) {
        return millis == ValueWriter.ABSENT ? null : Duration.ofMillis(millis);
    }
}
