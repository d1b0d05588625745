package dev.latchkey.token;

import java.time.Instant;

/** A record with only what every record has. */
final class RecordSpecimens {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private RecordSpecimens() {}

    /** {@return a record of owner {@code o} that expires ten seconds after {@link #T0}} */
    static TokenRecordBuilder record(long id) {
        return TokenRecord.builder(TokenId.of(0, id))
                .owner("o")
                .description("d")
                .scopes("s")
                .hash(SecretHash.of("h", "x"))
                .issuedAt(T0)
                .expiresAt(T0.plusSeconds(10));
    }
}
