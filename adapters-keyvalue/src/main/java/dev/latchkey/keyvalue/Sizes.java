package dev.latchkey.keyvalue;

/** Upper bounds, in bytes, of the parts of a commit; a test compares them with the largest possible values. */
final class Sizes {

    /** The longest key: the longest prefix, {@code request/}, an owner, NUL and a request key. */
    static final int LONGEST_KEY = Keys.MAX_PREFIX_LENGTH + 1_029;

    /** The largest record. */
    static final int LARGEST_RECORD = 116_000;

    /** One insertion: the record and its claim, and the two keys again as expectations; its id in the feed's entry. */
    static final int LARGEST_STEP = LARGEST_RECORD + 3 * LONGEST_KEY;

    /** One use with its keys. */
    static final int LARGEST_USE = 17_000 + 3 * Keys.MAX_PREFIX_LENGTH;

    /** An entry of the feed that names no token, and its end, with their keys, which are also expectations. */
    static final int FEED = 200 + 4 * Keys.MAX_PREFIX_LENGTH;

    private Sizes() {}
}
