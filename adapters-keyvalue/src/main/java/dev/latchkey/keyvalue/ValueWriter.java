package dev.latchkey.keyvalue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.token.TokenId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a value after its format version: numbers big-endian, text as its length and UTF-8. */
final class ValueWriter {

    /** Stands for an absent text, as its length, or an absent time. */
    static final int ABSENT = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ValueWriter(int version) {
        bytes.write(version);
    }

    ValueWriter flag(boolean flag) {
        bytes.write(flag ? 1 : 0);
        return this;
    }

    ValueWriter count(int number) {
        return bigEndian(number, Integer.BYTES);
    }

    ValueWriter number(long number) {
        return bigEndian(number, Long.BYTES);
    }

    private ValueWriter bigEndian(long number, int length) {
        for (int shift = Byte.SIZE * (length - 1); shift >= 0; shift -= Byte.SIZE) {
            bytes.write((int) (number >>> shift));
        }
        return this;
    }

    ValueWriter time(@Nullable Instant time) {
        return number(time == null ? ABSENT : time.toEpochMilli());
    }

    ValueWriter id(TokenId id) {
        return number(id.high()).number(id.low());
    }

    ValueWriter optionalId(@Nullable TokenId id) {
        return id == null ? flag(false) : flag(true).id(id);
    }

    ValueWriter text(@Nullable String text) {
        if (text == null) {
            return count(ABSENT);
        }
        byte[] utf8 = text.getBytes(UTF_8);
        count(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
