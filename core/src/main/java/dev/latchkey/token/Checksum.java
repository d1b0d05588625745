package dev.latchkey.token;

/**
 * The end of a bearer text: a function of all characters before it, with one canonical spelling. Immutable and
 * thread-safe.
 */
sealed interface Checksum permits CrcChecksum, KeyedChecksum {

    /** {@return how many characters it has} */
    int length();

    /** {@return the checksum of a whole text, which is ASCII} */
    String of(String text);

    /**
     * {@return whether the {@link #length()} characters from {@code end} on are the checksum of those before}
     *
     * @param text ASCII up to {@code end}; untrusted characters after it
     */
    boolean isRight(String text, int end);

    /** {@return a regular expression that matches its spellings} */
    String regex();

    /** {@return a description of its kind, without the key} */
    @Override
    String toString();
}
