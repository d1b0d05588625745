package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Tag("locale")
class PhcStringProperties {

    @Property
    void parse_undoes_print(
            @ForAll @IntRange(min = 32, max = 65536) int memoryKib,
            @ForAll @IntRange(min = 1, max = 10) int iterations,
            @ForAll @IntRange(min = 1, max = 4) int parallelism,
            @ForAll @Size(16) byte[] salt,
            @ForAll @Size(32) byte[] tag) {
        PhcString hash = new PhcString(new Argon2Parameters(memoryKib, iterations, parallelism), salt, tag);

        assertThat(PhcString.parse(hash.print())).hasValueSatisfying(parsed -> {
            assertThat(parsed.parameters()).isEqualTo(hash.parameters());
            assertThat(parsed.salt()).isEqualTo(salt);
            assertThat(parsed.tag()).isEqualTo(tag);
        });
    }

    @Property
    void a_text_with_one_character_changed_is_refused_or_says_something_else(
            @ForAll @Size(16) byte[] salt,
            @ForAll @Size(32) byte[] tag,
            @ForAll @IntRange(max = 1000) int place,
            @ForAll @CharRange(from = ' ', to = '~') char other) {
        String text = new PhcString(Argon2Parameters.owasp(), salt, tag).print();
        int at = place % text.length();
        Assume.that(text.charAt(at) != other);

        String changed = text.substring(0, at) + other + text.substring(at + 1);

        assertThat(PhcString.parse(changed))
                .satisfiesAnyOf(
                        parsed -> assertThat(parsed).isEmpty(),
                        parsed -> assertThat(parsed.orElseThrow().print()).isEqualTo(changed));
    }

    @Property
    void no_text_makes_it_throw(@ForAll String text) {
        assertThat(PhcString.parse(text)).isEmpty();
        assertThat(PhcString.parse("$argon2id$v=19$m=" + text)).isEmpty();
    }
}
