package dev.latchkey.jdbc;

import dev.latchkey.AccessTokens;
import dev.latchkey.port.TokenStore;
import java.time.Instant;

/** The core's sweep, on a store. */
final class Sweeps {

    private Sweeps() {}

    /** {@return how many tokens that ended before a time were deleted} */
    static long sweep(TokenStore store, Instant endedBefore) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .build()
                .administration()
                .sweep(endedBefore);
    }
}
