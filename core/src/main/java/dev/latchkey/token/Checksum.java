package dev.latchkey.token;

/** What a bearer text ends in: a function of all characters before it, with one right spelling. Immutable and thread-safe. */
sealed interface Checksum permits CrcChecksum, KeyedChecksum {

    /** {@return how many characters it has} */
    int length();

    /** {@return the checksum of a whole text, which is ASCII} */
    String of(String text);

    /**
     * {@return whether the {@link #length()} characters from {@code end} on are the checksum of those before}
     *
     * @param text ASCII up to {@code end}; whatever a client sent after it
     */
    boolean isRight(String text, int end);

    /** {@return a regular expression that its spellings match} */
    String regex();

    /** {@return what kind it is, for people; nothing of a key} */
    @Override
    String toString();
}
