package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class TokenIdTest {

    /** The example of the ULID specification: 1469918176385 is 2016-07-30T22:36:16.385Z. */
    @Test
    void a_generated_id_begins_with_its_time() {
        TokenId id = TokenId.generate(Instant.ofEpochMilli(1469918176385L), new SecureRandom());

        assertThat(id.toString()).startsWith("01ARYZ6S41").hasSize(26);
    }

    @Test
    void the_smallest_and_the_largest_id_are_spelled_as_the_specification_says() {
        assertThat(TokenId.of(0, 0)).hasToString("00000000000000000000000000");
        assertThat(TokenId.of(-1, -1)).hasToString("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
        assertThat(TokenId.of("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")).isEqualTo(TokenId.of(-1, -1));
    }

    @Test
    void a_later_id_sorts_after_an_earlier_one() {
        SecureRandom random = new SecureRandom();

        TokenId earlier = TokenId.generate(Instant.ofEpochMilli(999), random);
        TokenId later = TokenId.generate(Instant.ofEpochMilli(1000), random);

        assertThat(earlier).isLessThan(later);
        assertThat(earlier.toString()).isLessThan(later.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0000000000000000000000000",
                "000000000000000000000000000",
                "80000000000000000000000000",
                "Z0000000000000000000000000",
                "0000000000000000000000000I",
                "0000000000000000000000000L",
                "0000000000000000000000000O",
                "0000000000000000000000000U",
                "0000000000000000000000000a",
                "0000000000000000000000000-",
                "0000000000000000000000000 ",
                "000000000000000000000000\u0660",
                "0000000000000000000000000\u0000",
                "0000000000000000000000000\uD83D",
                "'; DROP TABLE tokens; --..",
            })
    void any_other_spelling_is_not_an_id(String text) {
        assertThat(TokenId.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> TokenId.of(text)).withMessageContaining("not a token id");
    }

    @Test
    void the_error_shows_no_more_of_a_long_text_than_an_id_is_long() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenId.of("x".repeat(1_000_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120));
    }

    @Test
    void a_time_outside_48_bits_has_no_id() {
        SecureRandom random = new SecureRandom();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenId.generate(Instant.ofEpochMilli(-1), random))
                .withMessageContaining("1969-12-31T23:59:59.999Z");
        assertThatIllegalArgumentException().isThrownBy(() -> TokenId.generate(Instant.ofEpochMilli(1L << 48), random));
    }
}
