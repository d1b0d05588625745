package dev.latchkey.keyvalue;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A place in a feed that is ordered by revisions; as text, 48 hexadecimal digits.
 *
 * @param entry the segment and the nonce of the last entry read; before the first one, 0 and the nonce of the feed
 * @param revision the revision of that entry; 0 before the first one
 */
record RevisionPosition(NumberedPosition entry, long revision) {

    private static final HexFormat HEX = HexFormat.of();
    private static final int REVISION = 4 * Long.BYTES;
    private static final int DIGITS = REVISION + 2 * Long.BYTES;

    static RevisionPosition origin(long nonce) {
        return new RevisionPosition(new NumberedPosition(0, nonce), 0);
    }

    boolean isOrigin() {
        return entry.sequence() == 0;
    }

    FeedPosition position() {
        return new FeedPosition(entry.position().text() + HEX.toHexDigits(revision));
    }

    /** {@return the place; empty if it is not a position of such a feed} */
    static Optional<RevisionPosition> of(FeedPosition position) {
        String text = position.text();
        if (text.length() != DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        long revision = HexFormat.fromHexDigitsToLong(text, REVISION, DIGITS);
        return NumberedPosition.of(new FeedPosition(text.substring(0, REVISION)))
                .map(entry -> new RevisionPosition(entry, revision))
                .filter(place -> revision >= 0 && place.isOrigin() == (revision == 0));
    }
}
