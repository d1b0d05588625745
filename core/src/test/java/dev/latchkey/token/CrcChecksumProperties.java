package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

@Tag("locale")
class CrcChecksumProperties {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    @Property
    void it_is_the_crc_32_of_the_text_in_base_62(
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 103) String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));

        long value = 0;
        for (char digit : CrcChecksum.INSTANCE.of(text).toCharArray()) {
            value = value * 62 + DIGITS.indexOf(digit);
        }

        assertThat(value).isEqualTo(crc.getValue());
    }

    @Property
    void it_is_right_behind_its_text_and_no_other_is(
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 103) String text,
            @ForAll @StringLength(6) String other) {
        String right = CrcChecksum.INSTANCE.of(text);

        assertThat(CrcChecksum.INSTANCE.isRight(text + right, text.length())).isTrue();
        assertThat(CrcChecksum.INSTANCE.isRight(text + other, text.length())).isEqualTo(other.equals(right));
    }
}
