package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class VisibleTextProperties {

    /** What a description may have in some places. */
    private static final Set<Integer> JOINING = Set.of(0x200C, 0x200D, 0xFE0E, 0xFE0F);

    @Property
    void visible_text_is_accepted_unchanged(@ForAll("visible") String text) {
        assertThat(VisibleText.requireOwner(text)).isSameAs(text);
        assertThat(VisibleText.requireText("description", text)).isSameAs(text);
        assertThat(VisibleText.escape(text)).isSameAs(text);
    }

    @Property
    void an_invisible_character_at_any_position_is_refused_and_named_and_not_printed(
            @ForAll("visible") String text,
            @ForAll("invisible") int codePoint,
            @ForAll @IntRange(max = 20) int position) {
        String inserted = Character.toString(codePoint);
        int at = text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length())));
        String changed = text.substring(0, at) + inserted + text.substring(at);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireOwner(changed))
                .withMessageContaining(String.format("U+%04X ", codePoint))
                .withMessageStartingWith("owner has ")
                .withMessageContaining(" at position " + at)
                .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]+"));
        if (!JOINING.contains(codePoint)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VisibleText.requireText("reason", changed))
                    .withMessageContaining(String.format("U+%04X ", codePoint))
                    .satisfies(e -> assertThat(e.getMessage()).matches("[ -~]+"));
        }
    }

    @Property
    void joiners_are_accepted_between_visible_characters_and_nowhere_else(
            @ForAll("parts") List<String> parts, @ForAll("joiners") String joiner) {
        assertThat(VisibleText.requireText("reason", String.join(joiner, parts)))
                .isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireText("reason", String.join("", parts) + joiner));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireText("reason", joiner + String.join("", parts)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireText("reason", String.join(joiner + " ", parts) + joiner));
    }

    @Property
    void what_was_escaped_needs_no_escape(@ForAll("any") String text) {
        String escaped = VisibleText.escape(text);

        assertThat(VisibleText.escape(escaped)).isSameAs(escaped);
    }

    @Property
    void what_is_accepted_is_a_text_that_a_record_may_hold(@ForAll("any") String text) {
        boolean accepted;
        try {
            VisibleText.requireText("reason", text);
            accepted = true;
        } catch (IllegalArgumentException e) {
            accepted = false;
        }

        if (accepted) {
            assertThat(TokenRecord.requireText("reason", text)).isSameAs(text);
            assertThat(VisibleText.escape(text)).isSameAs(text);
        }
    }

    private static Arbitrary<String> letters() {
        return Arbitraries.of(
                "a", "Z", "9", "/", "-", "\u00E9", "\u0645", "\u0937", "\u4E2D", "\uD83D\uDE00", "\uE000");
    }

    @Provide
    Arbitrary<String> visible() {
        return Arbitraries.oneOf(letters(), Arbitraries.of(" ", "\u0301", "\u00A0"))
                .list()
                .ofMaxSize(20)
                .map(parts -> "x" + String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> parts() {
        return letters().list().ofMinSize(2).ofMaxSize(10);
    }

    @Provide
    Arbitrary<String> joiners() {
        return Arbitraries.of("\u200C", "\u200D");
    }

    @Provide
    Arbitrary<Integer> invisible() {
        Stream<Integer> others =
                Stream.of(0, 0x1F, 0x7F, 0x85, 0x600, 0x6DD, 0x2028, 0x2029, 0x2800, 0xFFF9, 0x110BD, 0x13430, 0x1D159);
        return Arbitraries.of(
                Stream.concat(DefaultIgnorable.CODE_POINTS.stream(), others).toList());
    }

    @Provide
    Arbitrary<String> any() {
        List<String> odd = IntStream.of(
                        0x200C, 0x200D, 0xFE0F, 0xFE0E, 0x202E, 0x26A0, 0x1F3F4, 0xE0067, 0xE0062, 0xE007F, 0xD83D,
                        0xDE00, 0x0, 0x20, 0xFFFF)
                .mapToObj(Character::toString)
                .toList();
        return Arbitraries.oneOf(letters(), Arbitraries.of(odd))
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }
}
