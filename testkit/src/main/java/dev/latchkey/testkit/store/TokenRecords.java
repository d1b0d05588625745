package dev.latchkey.testkit.store;

import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenRecordBuilder;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Records for tests of a store: ordinary ones, and the largest possible one. */
public final class TokenRecords {

    /** The time of issue of these records. */
    public static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00.123Z");

    /** The expiry of these records, unless a test sets another. */
    public static final Instant EXPIRES = Instant.parse("2026-06-01T00:00:00.456Z");

    private TokenRecords() {}

    /** {@return an id that no other record has} */
    public static TokenId newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return TokenId.of(random.nextLong(), random.nextLong());
    }

    /** {@return a builder of an ordinary record with a new id} */
    public static TokenRecordBuilder ordinary() {
        return ordinary(newId());
    }

    /**
     * {@return a builder of an ordinary record}
     *
     * @param id its id
     */
    public static TokenRecordBuilder ordinary(TokenId id) {
        return TokenRecord.builder(id)
                .owner("workspaces/acme")
                .description("nightly export")
                .scopes("source:read workspace:read@workspaces/acme")
                .hash(SecretHash.of("argon2id", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$" + id))
                .issuedAt(ISSUED)
                .expiresAt(EXPIRES);
    }

    /** {@return a builder of a record in which everything is as long as it may be, in characters of four bytes where
     * that is legal} */
    public static TokenRecordBuilder largest() {
        String text = "\uD83D\uDD11".repeat(127) + "x";
        return TokenRecord.builder(newId())
                .owner(text)
                .description(text)
                .scopes(IntStream.range(0, 256)
                        .mapToObj(i -> "s" + (char) ('A' + i / 26) + (char) ('a' + i % 26) + "x".repeat(252))
                        .collect(Collectors.joining(" ")))
                .hash(SecretHash.of("s".repeat(255), "$argon2id$" + "h".repeat(245)))
                .issuedAt(Instant.EPOCH)
                .expiresAt(Instant.parse("9999-12-31T23:59:59.999Z"))
                .createdBy(text)
                .revocation(new Intervention(Instant.parse("9999-12-31T23:59:59.998Z"), text, text))
                .disablement(new Intervention(Instant.ofEpochMilli(1), text, text))
                .ancestors(IntStream.rangeClosed(1, TokenRecord.MAX_ANCESTORS)
                        .mapToObj(i -> TokenId.of(-1, -i))
                        .toList())
                .attributes(IntStream.range(0, 32)
                        .boxed()
                        .collect(Collectors.toMap(i -> (char) ('A' + i) + "~".repeat(63), i -> text)))
                .requestDigest("=".repeat(255))
                .family(TokenId.of(0, 0))
                .successor(newId())
                .requestKey("~".repeat(255))
                .details("\u20ac".repeat(16 * 1024 / 3) + "d");
    }
}
