package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    private static final Set<Integer> BLANKS = Set.of(0x2800, 0x1D159);
    private static final Set<Integer> IGNORABLE = new HashSet<>(DefaultIgnorable.CODE_POINTS);

    private static boolean isControlOrFormatToTheJdk(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @Test
    void the_committed_list_has_as_many_code_points_as_unicode_counts() {
        assertThat(DefaultIgnorable.CODE_POINTS).hasSize(4174).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void the_table_has_every_default_ignorable_code_point_and_what_the_jdk_calls_control_or_format() {
        Set<Integer> missing = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> IGNORABLE.contains(c) || BLANKS.contains(c) || isControlOrFormatToTheJdk(c))
                .filter(c -> !InvisibleCharacters.contains(c))
                .boxed()
                .collect(Collectors.toSet());

        assertThat(missing).isEmpty();
    }

    /** What a JDK of an older Unicode has not assigned yet may be a format character of a newer one. */
    @Test
    void the_table_has_nothing_else() {
        Set<Integer> unexpected = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(InvisibleCharacters::contains)
                .filter(c -> !IGNORABLE.contains(c) && !BLANKS.contains(c) && !isControlOrFormatToTheJdk(c))
                .filter(c -> Character.getType(c) != Character.UNASSIGNED)
                .boxed()
                .collect(Collectors.toSet());

        // U+13440 is a mark of Unicode 15 and not in the table; its neighbours below are format characters.
        assertThat(unexpected).isEmpty();
        assertThat(InvisibleCharacters.contains(0x13440)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nightly export",
                "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", // Persian: mi-khaham
                "\u0915\u094D\u200D\u0937", // Hindi: ksha with a half letter
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 family", // man, woman, girl
                "\u26A0\uFE0F do not delete", // warning sign as an emoji
                "1\uFE0F\u20E3 first", // keycap
                "\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08", // rainbow flag
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F", // England
                "\uE000 private use",
                "\uD83F\uDC00 unassigned",
                "e\u0301 combining",
                "\u05D0\u05D1 right to left by its letters",
            })
    void text_that_languages_and_emoji_need_is_accepted_unchanged(String text) {
        assertThat(VisibleText.requireText("description", text)).isSameAs(text);
        assertThat(VisibleText.escape(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoice\u202Efdp.exe",
                "a\u2028b",
                "a\u200Bb",
                "a\u00ADb",
                "a\u3164b",
                "a\u2800b",
                "\u200Dab",
                "ab\u200D",
                "a \u200Db",
                "a\u200D b",
                "a\u200C\u200Db",
                "a\u200D\uD834\uDD59", // before a blank
                "a\uFE0Fb",
                "\uFE0Fa",
                "\u26A0\uFE0F\uFE0F",
                "\u26A0\uFE0E\uFE0F",
                "a\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC7F", // tags without a flag
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65", // tags without an end
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC7F", // two tags
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC67\uDB40\uDC67\uDB40\uDC67\uDB40\uDC67\uDB40\uDC67\uDB40\uDC67\uDB40\uDC7F",
                "\uD83C\uDFF4\uDB40\uDC47\uDB40\uDC42\uDB40\uDC45\uDB40\uDC7F", // tags of capital letters
                "\uD83C\uDFF4x\uDB40\uDC7F",
                "a\uFFFFb",
                "a\uFDD0b",
                "a\uDBFF\uDFFEb", // U+10FFFE
            })
    void invisible_and_reordering_text_is_refused_by_name(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireText("description", text))
                .withMessageMatching("description has U\\+[0-9A-F]{4,6} at position [0-9]+, which is [ -~]+");
        assertThatIllegalArgumentException().isThrownBy(() -> VisibleText.requireOwner(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0645\u06CC\u200C\u062E",
                "\uD83D\uDC68\u200D\uD83D\uDC69",
                "\u26A0\uFE0F",
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F"
            })
    void an_owner_has_no_invisible_character_at_all(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VisibleText.requireOwner(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "\u3000\u00A0 ", "\u0301", "\u20DD", " \u0301"})
    void text_without_a_visible_character_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireText("description", text))
                .withMessage("description must have a visible character");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireOwner(text))
                .withMessage("owner must have a visible character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003"})
    void blank_text_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireOwner(text))
                .withMessage("owner must not be blank");
    }

    @Test
    void control_characters_and_halves_of_pairs_are_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireOwner("a\u0000"))
                .withMessage("owner has the control character U+0000 at position 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.requireOwner("a\uD83D"))
                .withMessage("owner has half a surrogate pair, U+D83D, at position 1");
    }

    @Test
    void what_is_refused_is_escaped_where_it_is_printed() {
        assertThat(VisibleText.escape("acme\u202Etxt\u0000\uD83D\uDB40\uDC41"))
                .isEqualTo("acme<U+202E>txt<U+0000><U+D83D><U+E0041>");
        assertThat(TokenRecord.builder(TokenId.of(1, 2))
                        .owner("acme\u202Etxt")
                        .description("x")
                        .scopes("a")
                        .hash(SecretHash.of("x", "y"))
                        .issuedAt(Instant.EPOCH)
                        .build())
                .asString()
                .contains("owner=acme<U+202E>txt,");
    }

    /** The limit counts UTF-16 code units, as every store's column does at the least. */
    @Test
    void text_of_255_code_units_is_accepted_and_of_256_refused() {
        String smile = "\uD83D\uDE00";
        for (String text :
                new String[] {"x".repeat(255), smile.repeat(127), smile.repeat(127) + "x", "\u20AC".repeat(255)}) {
            assertThat(VisibleText.requireText("reason", text)).isSameAs(text);
            assertThat(VisibleText.requireOwner(text)).isSameAs(text);
            assertThat(TokenRecord.requireText("owner", text)).isSameAs(text);
        }
        for (String text : new String[] {"x".repeat(256), smile.repeat(128), "x" + smile.repeat(127) + "x"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VisibleText.requireText("reason", text))
                    .withMessage("reason is 256 characters long; at most 255 are allowed");
            assertThatIllegalArgumentException().isThrownBy(() -> VisibleText.requireOwner(text));
            assertThatIllegalArgumentException().isThrownBy(() -> TokenRecord.requireText("owner", text));
        }
    }
}
