package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

class RecordTextProperties {

    /** The shares of both kinds are verified, so it needs its tries. */
    @Property(tries = 1_000)
    void a_text_has_as_many_bytes_of_utf_8_as_the_jdk_says_or_none(@ForAll("texts") String text) {
        int bytes = bytes(text);
        Statistics.label("has UTF-8").collect(bytes >= 0).coverage(checker -> {
            checker.check(true).percentage(p -> p > 20);
            checker.check(false).percentage(p -> p > 20);
        });

        if (bytes < 0 || text.indexOf('\0') >= 0) {
            assertThatIllegalArgumentException().isThrownBy(() -> RecordText.requireUtf8("text", text, 1_000));
        } else {
            assertThat(RecordText.requireUtf8("text", text, bytes)).isSameAs(text);
            assertThatIllegalArgumentException().isThrownBy(() -> RecordText.requireUtf8("text", text, bytes - 1));
        }
    }

    /** {@return the length in UTF-8, or -1 where there is none} */
    private static int bytes(String text) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            return -1;
        }
    }

    /** Characters of one to four bytes and those on both sides of each border, with halves of surrogate pairs among them. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> characters = Arbitraries.of(
                "\0",
                "\u0001",
                "a",
                "\u007f",
                "\u0080",
                "\u07ff",
                "\u0800",
                "\ud7ff",
                "\ue000",
                "\uffff",
                "\ud83d\ude00");
        Arbitrary<String> halves = Arbitraries.of("\ud800", "\udbff", "\udc00", "\udfff");
        Arbitrary<String> whole = characters.list().ofMaxSize(12).map(parts -> String.join("", parts));
        Arbitrary<String> broken = Arbitraries.frequencyOf(Tuple.of(3, characters), Tuple.of(1, halves))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(whole, broken);
    }
}
