package dev.latchkey.keyvalue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of {@link ValueWriter}, and nothing else: each value has one encoding, and a truncated, extended or
 * altered value is refused or is another value.
 */
final class ValueReader {

    private final ByteBuffer bytes;

    ValueReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /**
     * Reads a value to its end.
     *
     * @throws TokenStoreException if it is malformed; the message has no content of the value
     */
    static <T> T read(String what, byte[] bytes, Function<ValueReader, T> fields) {
        try {
            ValueReader in = new ValueReader(bytes);
            T value = fields.apply(in);
            if (in.bytes.hasRemaining()) {
                throw new IllegalArgumentException(in.bytes.remaining() + " bytes are left over");
            }
            return value;
        } catch (RuntimeException e) {
            throw new TokenStoreException(what + " is not what was written: " + e.getMessage(), e);
        }
    }

    /** Reads the format version, and refuses one that this release does not know. */
    ValueReader version(int known) {
        int version = Byte.toUnsignedInt(require(1).get());
        if (version != known) {
            throw new IllegalArgumentException("its format is version " + version + ", this release reads " + known);
        }
        return this;
    }

    private ByteBuffer require(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "it ends at byte " + bytes.limit() + ", within a field that begins at byte " + bytes.position());
        }
        return bytes;
    }

    boolean flag() {
        byte flag = require(1).get();
        if (flag != 0 && flag != 1) {
            throw new IllegalArgumentException("a flag is " + flag);
        }
        return flag == 1;
    }

    int count() {
        return require(Integer.BYTES).getInt();
    }

    /** Reads a count. */
    int count(int maximum) {
        int count = count();
        if (count < 0 || count > maximum) {
            throw new IllegalArgumentException("a count is " + count + "; at most " + maximum + " are possible");
        }
        return count;
    }

    long number() {
        return require(Long.BYTES).getLong();
    }

    Instant time() {
        return Instant.ofEpochMilli(number());
    }

    @Nullable Instant optionalTime() {
        long time = number();
        return time == ValueWriter.ABSENT ? null : Instant.ofEpochMilli(time);
    }

    TokenId id() {
        return TokenId.of(number(), number());
    }

    @Nullable TokenId optionalId() {
        return flag() ? id() : null;
    }

    String text() {
        String text = optionalText();
        if (text == null) {
            throw new IllegalArgumentException("a required text is absent");
        }
        return text;
    }

    @Nullable String optionalText() {
        int length = count();
        if (length == ValueWriter.ABSENT) {
            return null;
        }
        ByteBuffer utf8 = require(length).slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }
}
