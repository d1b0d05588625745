package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class KeyedFormatTest {

    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
    private static final InstantSource BEFORE = InstantSource.fixed(END.minusNanos(1));
    private static final InstantSource AT_END = InstantSource.fixed(END);
    private static final InstantSource NEVER_ASKED = () -> {
        throw new AssertionError("the time does not matter");
    };

    private static final TokenFormat UNKEYED = TokenFormat.withPrefix("acme");
    private static final TokenFormat FIRST = UNKEYED.keyed(key(1));
    private static final TokenFormat SECOND = UNKEYED.keyed(key(2));

    private final SecureRandom random = new SecureRandom();
    private final TokenId id = TokenId.of("01ARYZ6S410000000000000000");

    private static byte[] bytes(int content) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) content);
        return bytes;
    }

    private static ChecksumKey key(int content) {
        return ChecksumKey.of(bytes(content));
    }

    private String textOf(TokenFormat format) {
        return format.generate(id, random).reveal();
    }

    @Test
    void a_keyed_text_ends_in_eleven_characters_and_is_a_b64token() {
        assertThat(textOf(FIRST))
                .matches("acme_01ARYZ6S410000000000000000\\.[A-Za-z0-9_-]{43}[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]")
                .matches("[A-Za-z0-9._~+/-]+=*");
        assertThat(textOf(TokenFormat.withPrefix("p".repeat(32)).keyed(key(1)))).hasSize(33 + 70 + 11);
    }

    @Test
    void the_tag_is_the_first_64_bits_of_the_mac_of_all_before_it() throws Exception {
        String text = textOf(FIRST);
        String checked = text.substring(0, text.length() - 11);

        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(1), "HmacSHA256"));
        byte[] tag = mac.doFinal(checked.getBytes(StandardCharsets.US_ASCII));

        assertThat(text.substring(text.length() - 11))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(tag, 8)));
    }

    /** The tag was computed by another implementation of HMAC, Python's. */
    @Test
    void the_example_of_a_key_never_changes() {
        assertThat(FIRST.example())
                .isEqualTo("acme_00000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAjvR4iiUHCD8");
        assertThat(FIRST.parse(FIRST.example())).isPresent();
    }

    @Test
    void the_three_other_spellings_of_the_last_tag_character_are_refused() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String text = textOf(FIRST);
        int last = text.length() - 1;

        for (int unusedBits = 1; unusedBits < 4; unusedBits++) {
            char other = alphabet.charAt(alphabet.indexOf(text.charAt(last)) | unusedBits);

            assertThat(FIRST.parse(text.substring(0, last) + other)).isEmpty();
        }
    }

    @Test
    void a_text_of_another_key_or_of_none_is_refused() {
        assertThat(FIRST.parse(textOf(SECOND))).isEmpty();
        assertThat(FIRST.parse(textOf(UNKEYED))).isEmpty();
        assertThat(UNKEYED.parse(textOf(FIRST))).isEmpty();
    }

    @Test
    void the_prefix_is_under_the_mac() {
        TokenFormat renamed = TokenFormat.withPrefix("acmf").keyed(key(1));

        assertThat(renamed.parse(textOf(FIRST).replace("acme_", "acmf_"))).isEmpty();
    }

    @Test
    void during_a_change_of_keys_both_are_accepted_and_the_new_one_is_issued() {
        TokenFormat both = SECOND.alsoAccepting(FIRST);

        assertThat(both.parse(textOf(FIRST), NEVER_ASKED)).isPresent();
        assertThat(both.parse(textOf(SECOND), NEVER_ASKED)).isPresent();
        assertThat(SECOND.parse(textOf(both))).isPresent();
        assertThat(both.parse(textOf(UNKEYED.keyed(key(3))))).isEmpty();
    }

    @Test
    void the_unkeyed_kind_is_accepted_until_its_end_and_not_at_it() {
        TokenFormat format = FIRST.alsoAcceptingUntil(UNKEYED, END);
        String old = textOf(UNKEYED);

        assertThat(format.parse(old, BEFORE)).isPresent();
        assertThat(format.parse(old, AT_END)).isEmpty();
        assertThat(format.parse(textOf(format), AT_END)).isPresent();
        assertThat(format.parse(textOf(format), NEVER_ASKED)).isPresent();
        assertThat(format.parse("acme_" + "0".repeat(76), NEVER_ASKED)).isEmpty();
    }

    @Test
    void without_a_clock_what_ends_some_day_has_ended() {
        TokenFormat format = FIRST.alsoAcceptingUntil(UNKEYED, END);

        assertThat(format.parse(textOf(UNKEYED))).isEmpty();
        assertThat(FIRST.alsoAcceptingUntil(UNKEYED, Instant.MAX).parse(textOf(UNKEYED)))
                .isEmpty();
        assertThat(format.parse(textOf(format))).isPresent();
    }

    @Test
    void the_earlier_of_two_ends_counts() {
        TokenFormat earlier = FIRST.alsoAcceptingUntil(UNKEYED, END);

        TokenFormat prolonged = SECOND.alsoAcceptingUntil(earlier, END.plusSeconds(60));
        TokenFormat shortened = SECOND.alsoAcceptingUntil(earlier, END.minusNanos(1));

        assertThat(prolonged.parse(textOf(UNKEYED), BEFORE)).isPresent();
        assertThat(prolonged.parse(textOf(UNKEYED), AT_END)).isEmpty();
        assertThat(prolonged.parse(textOf(FIRST), AT_END)).isPresent();
        assertThat(shortened.parse(textOf(UNKEYED), BEFORE)).isEmpty();
    }

    @Test
    void a_keyed_prefix_and_a_longer_unkeyed_one_of_the_same_length_in_all_are_told_apart() {
        TokenFormat other = TokenFormat.withPrefix("acme_live");
        TokenFormat format = FIRST.alsoAccepting(other);

        assertThat(textOf(other)).hasSameSizeAs(textOf(FIRST));
        assertThat(format.parse(textOf(other))).isPresent();
        assertThat(format.parse(textOf(FIRST))).isPresent();
    }

    @Test
    void a_key_is_given_before_other_formats_are_accepted() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> UNKEYED.alsoAccepting(TokenFormat.plain()).keyed(key(1)))
                .withMessageContaining("[acme_ unkeyed, unkeyed]");
    }

    @Test
    void a_format_accepts_at_most_eight_spellings() {
        TokenFormat eight = UNKEYED;
        for (int i = 1; i < TokenFormat.MAX_SPELLINGS; i++) {
            eight = eight.alsoAccepting(UNKEYED.keyed(key(i)));
        }
        TokenFormat full = eight;

        assertThat(full.alsoAccepting(UNKEYED).parse(textOf(UNKEYED.keyed(key(7)))))
                .isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> full.alsoAccepting(TokenFormat.plain()))
                .withMessage("a format accepts at most 8 spellings, not 9");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31})
    void a_key_of_fewer_than_32_bytes_is_refused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChecksumKey.of(new byte[length]))
                .withMessage("a checksum key of " + length + " bytes is too short; at least 32 are needed");
    }

    @Test
    void a_key_is_copied_and_the_caller_may_wipe_it() {
        byte[] bytes = bytes(1);
        TokenFormat format = UNKEYED.keyed(ChecksumKey.of(bytes));

        Arrays.fill(bytes, (byte) 0);

        assertThat(FIRST.parse(textOf(format))).isPresent();
    }

    @Test
    void a_key_keeps_out_of_print_comparison_and_serialization() throws Exception {
        assertThat(key(1)).hasToString("ChecksumKey[redacted]");
        assertThat(FIRST.alsoAcceptingUntil(UNKEYED, END))
                .hasToString("TokenFormat[acme_ keyed, acme_ unkeyed until 2027-01-01T00:00:00Z]");
        assertThat(ChecksumKey.class.getDeclaredMethods()).extracting("name").doesNotContain("equals", "hashCode");
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> out.writeObject(key(1)));
        }
    }

    @Test
    void the_scanner_expression_finds_the_whole_text_of_either_kind() {
        TokenFormat format = FIRST.alsoAccepting(SECOND).alsoAcceptingUntil(UNKEYED, END);
        Pattern pattern = Pattern.compile(format.regex());

        for (TokenFormat each : new TokenFormat[] {FIRST, SECOND, UNKEYED}) {
            String text = textOf(each);
            Matcher matcher = pattern.matcher("x = '" + text + "';");
            assertThat(matcher.find()).isTrue();
            assertThat(matcher.group()).isEqualTo(text);
        }
        assertThat(pattern.matcher(format.example()).matches()).isTrue();
        assertThat(Pattern.matches(FIRST.regex(), textOf(UNKEYED))).isFalse();
    }
}
