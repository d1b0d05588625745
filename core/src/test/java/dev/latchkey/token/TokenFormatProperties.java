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
import net.jqwik.api.constraints.Size;

@Tag("locale")
class TokenFormatProperties {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ChecksumKey KEY = ChecksumKey.of(RANDOM.generateSeed(32));
    private static final ChecksumKey OTHER_KEY = ChecksumKey.of(RANDOM.generateSeed(32));

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
        Arbitrary<TokenFormat> unkeyed = Arbitraries.oneOf(Arbitraries.just(TokenFormat.plain()), prefixed);
        return Arbitraries.oneOf(
                unkeyed,
                unkeyed.map(format -> format.keyed(KEY)),
                unkeyed.map(format ->
                        format.keyed(KEY).alsoAccepting(format.keyed(OTHER_KEY)).alsoAccepting(format)));
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

    /** Whoever cuts a character down to a byte takes these for the ones that they look like to a machine. */
    @Property
    void a_character_that_shares_its_low_byte_with_the_right_one_is_refused(
            @ForAll("formats") TokenFormat format, @ForAll @IntRange(min = 1, max = 255) int upper) {
        String text = format.generate(TokenId.of(1, 7), RANDOM).reveal();

        for (int at = 0; at < text.length(); at++) {
            char other = (char) (upper << 8 | text.charAt(at));
            assertThat(format.parse(text.substring(0, at) + other + text.substring(at + 1)))
                    .isEmpty();
        }
    }

    @Property
    void a_text_of_another_key_is_refused(@ForAll @Size(min = 32, max = 100) byte[] key, @ForAll long low) {
        TokenFormat theirs = TokenFormat.plain().keyed(ChecksumKey.of(key));
        TokenFormat ours =
                TokenFormat.plain().keyed(KEY).alsoAccepting(TokenFormat.plain().keyed(OTHER_KEY));

        String text = theirs.generate(TokenId.of(1, low), RANDOM).reveal();

        assertThat(ours.parse(text)).isEmpty();
        assertThat(theirs.parse(text)).isPresent();
    }

    @Property
    void no_text_makes_it_throw(@ForAll("formats") TokenFormat format, @ForAll String text) {
        assertThat(format.parse(text)).isEmpty();
    }
}
