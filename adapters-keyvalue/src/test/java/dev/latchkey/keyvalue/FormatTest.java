package dev.latchkey.keyvalue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bytes of format version 1, which every later release must read, and their sizes. */
class FormatTest {

    private static final TokenId ID = TokenId.of(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final String ID_BYTES = "0102030405060708090a0b0c0d0e0f10";
    private static final Instant TIME = Instant.ofEpochMilli(0x0190000000L);
    private static final String TIME_BYTES = "0000000190000000";
    private static final String ABSENT_TIME = "ffffffffffffffff";
    private static final String ABSENT_TEXT = "ffffffff";

    private static final TokenRecord SHORT = TokenRecord.builder(ID)
            .owner("o")
            .description("\u20ac")
            .scopes("a b")
            .hash(SecretHash.of("s", "h"))
            .issuedAt(TIME)
            .build();

    private static byte[] bytes(String... hexadecimal) {
        return HexFormat.of().parseHex(String.join("", hexadecimal));
    }

    private static String text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return HexFormat.of().toHexDigits(utf8.length) + HexFormat.of().formatHex(utf8);
    }

    @Test
    void the_shortest_record_has_the_bytes_of_version_1() {
        byte[] golden = bytes(
                "01",
                ID_BYTES,
                text("o"),
                TIME_BYTES,
                ABSENT_TIME,
                ABSENT_TIME,
                text("\u20ac"),
                text("a b"),
                text("s"),
                text("h"),
                ABSENT_TEXT,
                ABSENT_TEXT,
                ABSENT_TEXT,
                ABSENT_TIME,
                ABSENT_TEXT,
                ABSENT_TEXT,
                "00000000",
                ID_BYTES,
                "00",
                ABSENT_TEXT,
                ABSENT_TEXT,
                "00000000",
                text(""),
                "0000000000000001");

        assertThat(RecordFormat.write(SHORT)).isEqualTo(golden);
        assertThat(RecordFormat.read(ID, golden)).isEqualTo(SHORT);
    }

    @Test
    void a_record_with_every_field_has_the_bytes_of_version_1() {
        TokenId other = TokenId.of(-1, 0);
        String otherBytes = "ffffffffffffffff0000000000000000";
        TokenRecord record = SHORT.toBuilder()
                .expiresAt(TIME.plusMillis(1))
                .createdBy("c")
                .revocation(new Intervention(TIME.plusMillis(2), "r", "leaked"))
                .disablement(new Intervention(TIME.plusMillis(3), "d", "audit"))
                .ancestors(List.of(TokenId.of(0, 0), other))
                .family(other)
                .successor(other)
                .requestKey("k")
                .requestDigest("q")
                .attributes(Map.of("b", "2", "a", "1"))
                .details("d")
                .version(258)
                .build();
        byte[] golden = bytes(
                "01",
                ID_BYTES,
                text("o"),
                TIME_BYTES,
                "0000000190000001",
                "0000000190000002",
                text("\u20ac"),
                text("a b"),
                text("s"),
                text("h"),
                text("c"),
                text("r"),
                text("leaked"),
                "0000000190000003",
                text("d"),
                text("audit"),
                "00000002",
                "00000000000000000000000000000000",
                otherBytes,
                otherBytes,
                "01",
                otherBytes,
                text("k"),
                text("q"),
                "00000002",
                text("a"),
                text("1"),
                text("b"),
                text("2"),
                text("d"),
                "0000000000000102");

        assertThat(RecordFormat.write(record)).isEqualTo(golden);
        assertThat(RecordFormat.read(ID, golden)).isEqualTo(record);
    }

    @Test
    void the_other_values_have_the_bytes_of_version_1() {
        NumberedPosition position = new NumberedPosition(3, -2);

        assertThat(UseFormat.write(new TokenUse(ID, TIME, ScopeSet.parse("a b"))))
                .isEqualTo(bytes("01", ID_BYTES, TIME_BYTES, text("a b")));
        assertThat(StateFormat.write(StoreState.INITIAL))
                .isEqualTo(bytes("01", "0000000000000000", ABSENT_TIME, ABSENT_TIME, ABSENT_TIME));
        assertThat(StateFormat.write(new StoreState(2, TIME, Duration.ofSeconds(1), TIME)))
                .isEqualTo(bytes("01", "0000000000000002", TIME_BYTES, "00000000000003e8", TIME_BYTES));
        assertThat(ClaimFormat.write(ID)).isEqualTo(bytes("01", ID_BYTES));
        assertThat(new FeedEnd(position, 5).bytes())
                .isEqualTo(bytes("01", "0000000000000003", "fffffffffffffffe", "0000000000000005"));
        assertThat(new FeedSegment(3, TIME, true, 5).bytes())
                .isEqualTo(bytes("02", "0000000000000003", TIME_BYTES, "01", "0000000000000005"));
        assertThat(TrimFormat.write(3)).isEqualTo(bytes("01", "0000000000000003"));
        assertThat(new FeedEntry(position, TIME, true, List.of(ID)).bytes())
                .isEqualTo(bytes("01", "0000000000000003", "fffffffffffffffe", TIME_BYTES, "01", "00000001", ID_BYTES));
    }

    @Test
    void a_later_version_is_refused_by_name() {
        byte[] later = RecordFormat.write(SHORT);
        later[0] = 2;

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> RecordFormat.read(ID, later))
                .withMessageContaining("its format is version 2, this release reads 1");
    }

    @Test
    void a_value_under_the_key_of_another_token_is_refused() {
        TokenId other = TokenId.of(1, 1);

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> RecordFormat.read(other, RecordFormat.write(SHORT)));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> UseFormat.read(other, UseFormat.write(new TokenUse(ID, TIME, ScopeSet.empty()))));
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() ->
                        FeedEntry.read(4, new FeedEntry(new NumberedPosition(3, 0), TIME, false, List.of()).bytes()));
    }

    @Test
    void a_length_beyond_the_value_allocates_nothing() {
        byte[] bytes = bytes("01", ID_BYTES, "7fffffff");

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> RecordFormat.read(ID, bytes));
    }

    @Test
    void what_is_damaged_behind_its_head_still_names_owner_and_times() {
        byte[] bytes = RecordFormat.write(SHORT);
        bytes[bytes.length - 1] = 0;

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> RecordFormat.read(ID, bytes));
        assertThat(RecordFormat.unreadable(ID, bytes, "p").owner()).isEqualTo("o");
        assertThat(RecordFormat.unreadable(ID, bytes, "p").issuedAt()).isEqualTo(TIME);
    }

    @Test
    void values_are_as_large_as_the_documentation_says() {
        TokenRecord typical = TokenRecord.builder(ID)
                .owner("workspaces/acme")
                .description("nightly export")
                .scopes("source:read workspace:read@workspaces/acme")
                .hash(SecretHash.of(
                        "argon2id", "$argon2id$v=19$m=19456,t=2,p=1$" + "s".repeat(22) + "$" + "h".repeat(43)))
                .issuedAt(TIME)
                .expiresAt(TIME)
                .build();
        String text = "\u20ac".repeat(255);
        TokenRecord largest = TokenRecords.largest()
                .owner(text)
                .description(text)
                .createdBy(text)
                .revocation(new Intervention(TIME, text, text))
                .disablement(new Intervention(TIME, text, text))
                .attributes(IntStream.range(0, 32)
                        .boxed()
                        .collect(Collectors.toMap(i -> (char) ('A' + i) + "~".repeat(63), i -> text)))
                .build();
        String scopes = IntStream.range(0, 64)
                .mapToObj(i -> "s" + (char) ('A' + i / 26) + (char) ('a' + i % 26) + "x".repeat(252))
                .collect(Collectors.joining(" "));

        assertThat(RecordFormat.write(typical)).hasSize(310);
        assertThat(UseFormat.write(
                        new TokenUse(ID, TIME, ScopeSet.parse(typical.grant().scopes()))))
                .hasSize(71);
        assertThat(EngineLimits.FEWEST_BYTES).isLessThan(240_000);
        assertThat(largest.textLength()).isGreaterThan(65_535);
        assertThat(RecordFormat.write(largest)).hasSize(115_356).hasSizeLessThan(Sizes.LARGEST_RECORD);
        assertThat(UseFormat.write(new TokenUse(ID, TIME, ScopeSet.parse(scopes))))
                .hasSize(16_412);
    }
}
