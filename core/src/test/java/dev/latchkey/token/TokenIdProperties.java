package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("locale")
class TokenIdProperties {

    @Property
    void parse_undoes_print(@ForAll long high, @ForAll long low) {
        TokenId id = TokenId.of(high, low);

        assertThat(TokenId.parse(id.toString())).contains(id);
        assertThat(TokenId.of(id.toString())).hasSameHashCodeAs(id);
    }

    @Property
    void the_text_is_the_number_in_base_32(@ForAll long high, @ForAll long low) {
        String digits = new BigInteger(Long.toUnsignedString(high))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(low)))
                .toString(32);
        StringBuilder crockford = new StringBuilder("0".repeat(26 - digits.length()));
        digits.chars()
                .forEach(c -> crockford.append("0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(Character.digit(c, 32))));

        assertThat(TokenId.of(high, low)).hasToString(crockford.toString());
    }

    @Property
    void ids_compare_as_their_texts_do(@ForAll long h1, @ForAll long l1, @ForAll long h2, @ForAll long l2) {
        TokenId one = TokenId.of(h1, l1);
        TokenId other = TokenId.of(h2, l2);

        assertThat(Integer.signum(one.compareTo(other)))
                .isEqualTo(Integer.signum(one.toString().compareTo(other.toString())));
    }
}
