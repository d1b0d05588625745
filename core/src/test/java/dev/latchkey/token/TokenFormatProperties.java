package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;

@Tag("locale")
class TokenFormatProperties {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Provide
    Arbitrary<TokenFormat> formats() {
        Arbitrary<TokenFormat> prefixed = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(10)
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(segments -> TokenFormat.withPrefix(String.join("_", segments)));
        return Arbitraries.oneOf(Arbitraries.just(TokenFormat.plain()), prefixed);
    }

    @Property
    void parse_undoes_print(@ForAll("formats") TokenFormat format, @ForAll long high, @ForAll long low) {
        BearerToken token = format.generate(TokenId.of(high, low), RANDOM);

        assertThat(format.parse(token.reveal())).hasValueSatisfying(parsed -> {
            assertThat(parsed.id()).isEqualTo(token.id());
            assertThat(parsed.reveal()).isEqualTo(token.reveal());
            assertThat(parsed.revealHashedBytes()).isEqualTo(token.revealHashedBytes());
        });
    }

    @Property
    void a_text_with_one_character_changed_is_refused(
            @ForAll("formats") TokenFormat format,
            @ForAll long high,
            @ForAll @IntRange(max = 1000) int place,
            @ForAll char other) {
        String text = format.generate(TokenId.of(high, 7), RANDOM).reveal();
        int at = place % text.length();

        String changed = text.substring(0, at) + other + text.substring(at + 1);

        assertThat(format.parse(changed).isPresent()).isEqualTo(changed.equals(text));
    }

    /** ASCII alone, where a change has the best chance to go unnoticed. */
    @Property
    void a_text_with_one_ascii_character_changed_is_refused(
            @ForAll("formats") TokenFormat format,
            @ForAll @IntRange(max = 1000) int place,
            @ForAll @CharRange(from = '!', to = '~') char other) {
        String text = format.generate(TokenId.of(1, 7), RANDOM).reveal();
        int at = place % text.length();

        String changed = text.substring(0, at) + other + text.substring(at + 1);

        assertThat(format.parse(changed).isPresent()).isEqualTo(changed.equals(text));
    }

    @Property
    void a_text_cut_short_is_refused(@ForAll("formats") TokenFormat format, @ForAll @IntRange(max = 1000) int place) {
        String text = format.generate(TokenId.of(1, 7), RANDOM).reveal();
        int at = place % text.length();

        assertThat(format.parse(text.substring(0, at))).isEmpty();
        assertThat(format.parse(text.substring(at + 1))).isEmpty();
    }

    @Property
    void a_text_with_anything_added_is_refused(
            @ForAll("formats") TokenFormat format, @ForAll @IntRange(max = 1000) int place, @ForAll char added) {
        String text = format.generate(TokenId.of(1, 7), RANDOM).reveal();
        int at = place % (text.length() + 1);

        assertThat(format.parse(text.substring(0, at) + added + text.substring(at)))
                .isEmpty();
    }

    @Property
    void no_text_makes_it_throw(@ForAll("formats") TokenFormat format, @ForAll String text) {
        assertThat(format.parse(text)).isEmpty();
    }
}
