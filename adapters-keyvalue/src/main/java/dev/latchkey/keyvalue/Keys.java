package dev.latchkey.keyvalue;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.token.TokenId;
import java.util.HexFormat;
import java.util.Optional;

/** The keys of a store. Owners cannot contain NUL, and ids and numbers have fixed lengths, so keys are unambiguous. */
final class Keys {

    static final int MAX_PREFIX_LENGTH = 100;

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 2 * Long.BYTES;

    private final String prefix;

    Keys(String prefix) {
        if (prefix.length() > MAX_PREFIX_LENGTH || !prefix.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException("a prefix of keys is at most " + MAX_PREFIX_LENGTH
                    + " printable ASCII characters without spaces: '" + prefix + "'");
        }
        this.prefix = prefix;
    }

    String tokens() {
        return prefix + "token/";
    }

    String token(TokenId id) {
        return tokens() + id;
    }

    String uses() {
        return prefix + "use/";
    }

    String use(TokenId id) {
        return uses() + id;
    }

    String request(String owner, String requestKey) {
        return prefix + "request/" + owner + '\0' + requestKey;
    }

    String state() {
        return prefix + "state";
    }

    String end() {
        return prefix + "end";
    }

    String trimmed() {
        return prefix + "trimmed";
    }

    String feed() {
        return prefix + "feed/";
    }

    /** {@return the key of a numbered entry, or what the keys of a segment's entries begin with} */
    String entry(long sequence) {
        return feed() + HEX.toHexDigits(sequence);
    }

    /** {@return the key of an entry in a segment} */
    String entry(NumberedPosition place) {
        return feed() + place.position().text();
    }

    /** {@return the segment and the nonce in the key of such an entry; empty if it is another key} */
    Optional<NumberedPosition> place(String key) {
        int start = feed().length();
        return key.length() != start + 2 * DIGITS
                ? Optional.empty()
                : NumberedPosition.of(new FeedPosition(key.substring(start))).filter(place -> key.equals(entry(place)));
    }

    /** {@return the id in the key of a token or a use; empty if it is not an id} */
    Optional<TokenId> id(String key) {
        return TokenId.parse(key.substring(key.length() - Math.min(key.length(), TokenId.LENGTH)))
                .filter(id -> key.equals(token(id)) || key.equals(use(id)));
    }

    /** {@return the number of an entry's key; -1 if it is not one} */
    long sequence(String key) {
        int start = feed().length();
        boolean isNumber = key.length() == start + DIGITS
                && key.chars().skip(start).allMatch(HexFormat::isHexDigit)
                && key.charAt(start) < '8';
        return isNumber ? HexFormat.fromHexDigitsToLong(key, start, key.length()) : -1;
    }
}
