package dev.latchkey.keyvalue;

import java.util.Arrays;

/**
 * A value as an engine read it, which the engine later compares to detect changes.
 *
 * <p>Immutable: neither the engine nor the base changes the bytes.
 */
public final class StoredValue {

    private final byte[] bytes;
    private final long version;

    /**
     * Creates a value of an engine that counts the changes of each key.
     *
     * @param bytes the value; not copied
     * @param version a number that the key has not had before and will not have again
     */
    public StoredValue(byte[] bytes, long version) {
        this.bytes = bytes;
        this.version = version;
    }

    /**
     * Creates a value of an engine without versions. Such an engine compares bytes, which is sufficient because equal
     * bytes lead to the same decision.
     *
     * @param bytes the value; not copied
     */
    public StoredValue(byte[] bytes) {
        this(bytes, 0);
    }

    /** {@return the value; not a copy} */
    public byte[] bytes() {
        return bytes;
    }

    /** {@return the engine's own number of this value; 0 if the engine has no versions} */
    public long version() {
        return version;
    }

    /** {@return whether both have the same version and the same bytes} */
    boolean isSameAs(StoredValue other) {
        return version == other.version && Arrays.equals(bytes, other.bytes);
    }
}
