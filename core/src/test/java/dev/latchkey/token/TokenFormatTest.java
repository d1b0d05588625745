package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class TokenFormatTest {

    private static final TokenFormat ACME = TokenFormat.withPrefix("acme_live");

    private final SecureRandom random = new SecureRandom();
    private final TokenId id = TokenId.of("01ARYZ6S410000000000000000");

    @Test
    void a_text_is_prefix_id_secret_and_checksum() {
        String text = ACME.generate(id, random).reveal();

        assertThat(text)
                .matches("acme_live_01ARYZ6S410000000000000000\\.[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}")
                .hasSize(10 + 26 + 1 + 43 + 6);
    }

    /** CRC-32 of the text before it is 0xD42339CA, as zlib computes it; in base 62 that is six digits. */
    @Test
    void the_example_never_changes() {
        assertThat(TokenFormat.plain().example())
                .isEqualTo("00000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3srWrS");
    }

    @Test
    void two_secrets_are_never_the_same() {
        assertThat(ACME.generate(id, random).reveal())
                .isNotEqualTo(ACME.generate(id, random).reveal());
    }

    @Test
    void what_is_hashed_is_id_and_secret_without_prefix_and_checksum() {
        BearerToken token = ACME.generate(id, random);

        assertThat(new String(token.revealHashedBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(token.reveal().substring(10, 10 + 26 + 1 + 43))
                .startsWith(id + ".");
    }

    @Test
    void the_three_other_spellings_of_the_last_secret_character_are_refused() {
        BearerToken token = ACME.generate(id, random);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = token.reveal().length() - CrcChecksum.INSTANCE.length() - 1;
        int value = alphabet.indexOf(token.reveal().charAt(last));

        for (int unusedBits = 1; unusedBits < 4; unusedBits++) {
            String before = token.reveal().substring(0, last) + alphabet.charAt(value | unusedBits);
            String text = before + CrcChecksum.INSTANCE.of(before);

            assertThat(ACME.parse(text)).as("with a right checksum").isEmpty();
        }
    }

    @Test
    void the_prefix_is_matched_exactly() {
        String text = ACME.generate(id, random).reveal();

        assertThat(TokenFormat.withPrefix("acme").parse(text)).isEmpty();
        assertThat(TokenFormat.withPrefix("acme_test").parse(text)).isEmpty();
        assertThat(TokenFormat.plain().parse(text)).isEmpty();
        assertThat(ACME.parse(TokenFormat.plain().generate(id, random).reveal()))
                .isEmpty();
    }

    @Test
    void an_older_prefix_is_accepted_and_no_longer_issued() {
        TokenFormat renamed = TokenFormat.withPrefix("acme").alsoAccepting(ACME).alsoAccepting(TokenFormat.plain());

        assertThat(renamed.generate(id, random).reveal()).startsWith("acme_01");
        assertThat(renamed.parse(ACME.generate(id, random).reveal())).isPresent();
        assertThat(renamed.parse(TokenFormat.plain().generate(id, random).reveal()))
                .isPresent();
        assertThat(renamed.parse(
                        TokenFormat.withPrefix("other").generate(id, random).reveal()))
                .isEmpty();
    }

    @Test
    void a_prefix_that_ends_like_another_begins_is_told_apart() {
        TokenFormat both = TokenFormat.withPrefix("a").alsoAccepting(TokenFormat.withPrefix("a_b"));
        String text = TokenFormat.withPrefix("a_b").generate(id, random).reveal();

        assertThat(both.parse(text))
                .hasValueSatisfying(token -> assertThat(token.id()).isEqualTo(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "a_", "_a", "a__b", "A", "acme-live", "acme.live", "acm\u00e9", "a b", "a\u0131"})
    void a_prefix_of_another_form_is_refused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenFormat.withPrefix(prefix))
                .withMessageContaining("a prefix is at most 32 characters");
    }

    @Test
    void a_prefix_of_32_characters_is_the_longest_and_every_text_is_a_b64token_of_at_most_255() {
        String longest =
                TokenFormat.withPrefix("p".repeat(32)).generate(id, random).reveal();

        assertThat(longest).hasSizeLessThanOrEqualTo(255).matches("[A-Za-z0-9._~+/-]+=*");
        assertThatIllegalArgumentException().isThrownBy(() -> TokenFormat.withPrefix("p".repeat(33)));
    }

    @Test
    void the_scanner_expression_finds_tokens_and_not_look_alikes() {
        TokenFormat format = TokenFormat.withPrefix("acme").alsoAccepting(ACME);
        Pattern pattern = Pattern.compile(format.regex());

        assertThat(pattern.matcher("x = '" + format.example() + "';").find()).isTrue();
        assertThat(pattern.matcher(format.generate(id, random).reveal()).matches())
                .isTrue();
        assertThat(pattern.matcher(ACME.generate(id, random).reveal()).matches())
                .isTrue();
        assertThat(pattern.matcher("acme_" + "0".repeat(76)).find()).isFalse();
        assertThat(pattern.matcher(format.example().replace("acme", "Acme")).find())
                .isFalse();
    }

    @Test
    void a_bearer_token_keeps_its_secret_out_of_print_and_serialization() throws Exception {
        BearerToken token = ACME.generate(id, random);

        assertThat(token).hasToString("BearerToken[01ARYZ6S410000000000000000, secret=redacted]");
        assertThat(BearerToken.class.getDeclaredMethods()).extracting("name").doesNotContain("equals", "hashCode");
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            Assertions.assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> out.writeObject(token));
        }
    }

    @Test
    void a_huge_text_is_refused_like_any_other() {
        assertThat(ACME.parse("acme_live_" + "A".repeat(1 << 20))).isEmpty();
        assertThat(ACME.parse("")).isEmpty();
    }

    @Test
    void openings_are_those_of_all_accepted_texts_once_each_and_the_issued_one_first() {
        TokenFormat format = TokenFormat.withPrefix("acme_live")
                .keyed(ChecksumKey.of(new byte[ChecksumKey.MIN_LENGTH]))
                .alsoAccepting(TokenFormat.withPrefix("acme_live"))
                .alsoAccepting(TokenFormat.plain());

        assertThat(format.openings()).containsExactly("acme_live_", "");
    }
}
