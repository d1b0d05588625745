package dev.latchkey.spring;

import dev.latchkey.token.ChecksumKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;

/**
 * A {@link ChecksumKey} as a property has it: Base64 (RFC 4648 section 4) of at least 32 bytes.
 *
 * <p>Any text can be bound to it, so that no failure of binding prints the text; it is decoded when the key is made. Prints
 * as a placeholder, has no equality, and its field is transient.
 */
public final class Base64Key {

    private final transient String text;

    /**
     * Wraps the text of a property.
     *
     * @param text any text
     */
    public Base64Key(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    /**
     * {@return the key}
     *
     * @param property the name of the property, for the message of a failure
     * @throws LatchkeyConfigurationException if the text is not Base64, or the key is too short; the message quotes nothing of the text
     */
    public ChecksumKey decode(String property) {
        byte[] bytes = bytes(property);
        try {
            return ChecksumKey.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new LatchkeyConfigurationException(
                    "The property " + property + " has " + bytes.length + " bytes; a checksum key needs at least "
                            + ChecksumKey.MIN_LENGTH + ".",
                    "Make one with: openssl rand -base64 32");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private byte[] bytes(String property) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Its message quotes a character of the text, so it is not the cause.
            throw new LatchkeyConfigurationException(
                    "The property " + property + " is not Base64.", "Make a key with: openssl rand -base64 32");
        }
    }

    /** {@return a placeholder} */
    @Override
    public String toString() {
        return "Base64Key[redacted]";
    }
}
