package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResourceSegmentProperties {

    @Property
    void every_name_has_a_segment_and_comes_back(@ForAll("names") String name) {
        String segment = ResourceSegment.encode(name);

        assertThat(ResourceSegment.decode(segment)).isEqualTo(name);
        assertThat(Scope.of("p").on(segment)).isInstanceOf(Scope.class).hasToString("p@" + segment);
    }

    @Property
    void two_names_have_two_segments(@ForAll("names") String one, @ForAll("names") String other) {
        assertThat(ResourceSegment.encode(one).equals(ResourceSegment.encode(other)))
                .isEqualTo(one.equals(other));
    }

    @Property
    void what_is_decoded_is_what_was_encoded(@ForAll("segments") String segment) {
        try {
            assertThat(ResourceSegment.encode(ResourceSegment.decode(segment))).isEqualTo(segment);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("is not the encoding of a name");
        }
    }

    @Example
    void readable_names_stay_readable() {
        assertThat(ResourceSegment.encode("jo@example.com")).isEqualTo("jo_40example.com");
        assertThat(ResourceSegment.encode("urn:isbn:0-1")).isEqualTo("urn_3Aisbn_3A0-1");
        assertThat(ResourceSegment.encode("a+b_c/d")).isEqualTo("a_2Bb_5Fc_2Fd");
        assertThat(ResourceSegment.encode("é")).isEqualTo("_C3_A9");
        assertThat(ResourceSegment.encode("*")).isEqualTo("_2A");
        assertThat(ResourceSegment.encode("..")).isEqualTo("_2E.");
        assertThat(ResourceSegment.encode("")).isEqualTo("_");
        assertThat(ResourceSegment.encode("\uD83D")).isEqualTo("_uD83D");
    }

    @Example
    void other_spellings_are_refused() {
        for (String other :
                new String[] {"", "_41", "_5f", "_", "__", "_4", "_C3", "_uD83D_uDD11", "a@b", ".", "_u0041"}) {
            if (!other.equals("_")) {
                assertThatThrownBy(() -> ResourceSegment.decode(other))
                        .as(other)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(8),
                Arbitraries.strings().withChars("._-aZ0@:/ \u00e9\ud83d\udd11*").ofMaxLength(6));
    }

    @Provide
    Arbitrary<String> segments() {
        return Arbitraries.strings().withChars("_.u0248ACDEFab").ofMaxLength(9);
    }
}
