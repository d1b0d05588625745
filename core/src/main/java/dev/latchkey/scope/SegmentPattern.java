package dev.latchkey.scope;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One axis of a scope: the infinite segment sequences that agree with a finite pattern.
 *
 * <p>Kept without trailing wildcards, so that two patterns mean the same exactly when they are equal.
 */
final class SegmentPattern {

    static final String WILDCARD = "*";
    static final SegmentPattern EVERYTHING = new SegmentPattern(new String[0]);

    private final String[] segments;
    private final int hash;

    private SegmentPattern(String[] canonical) {
        this.segments = canonical;
        this.hash = Arrays.hashCode(canonical);
    }

    static SegmentPattern of(String... segments) {
        int end = segments.length;
        while (end > 0 && segments[end - 1].equals(WILDCARD)) {
            end--;
        }
        return end == 0 ? EVERYTHING : new SegmentPattern(Arrays.copyOf(segments, end));
    }

    /** The pattern of exactly these literal segments, or null if one of them cannot be a literal segment. */
    static @Nullable SegmentPattern ofLiterals(@Nullable String... segments) {
        String[] checked = new String[segments.length];
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (segment == null || !isLiteral(segment)) {
                return null;
            }
            checked[i] = segment;
        }
        return checked.length == 0 ? null : new SegmentPattern(checked);
    }

    static boolean isLiteral(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            if (!isLiteralCharacter(segment.charAt(i))) {
                return false;
            }
        }
        return !segment.isEmpty() && !isDots(segment);
    }

    /** Whether a segment means a directory in a file path, which makes it unsafe as a name. */
    static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    // Not by the JDK's character classes, which include more than ASCII.
    static boolean isLiteralCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    int length() {
        return segments.length;
    }

    String segment(int index) {
        return segments[index];
    }

    boolean isEverything() {
        return segments.length == 0;
    }

    /** How many segments are fixed; a pattern that strictly covers another has fewer. */
    int literals() {
        int literals = 0;
        for (String segment : segments) {
            if (!segment.equals(WILDCARD)) {
                literals++;
            }
        }
        return literals;
    }

    boolean covers(SegmentPattern other) {
        if (segments.length > other.segments.length) {
            return false; // its last segment is a literal, where the other allows anything
        }
        for (int i = 0; i < segments.length; i++) {
            String mine = segments[i];
            if (!mine.equals(WILDCARD) && !mine.equals(other.segments[i])) {
                return false;
            }
        }
        return true;
    }

    /** The pattern of the sequences that agree with both, or null if there are none. */
    @Nullable SegmentPattern intersect(SegmentPattern other) {
        if (segments.length < other.segments.length) {
            return other.intersect(this);
        }
        String[] both = segments.clone();
        for (int i = 0; i < other.segments.length; i++) {
            String theirs = other.segments[i];
            if (both[i].equals(WILDCARD)) {
                both[i] = theirs;
            } else if (!theirs.equals(WILDCARD) && !theirs.equals(both[i])) {
                return null;
            }
        }
        return of(both);
    }

    /** The pattern of the first segments. */
    SegmentPattern first(int length) {
        return length == segments.length ? this : of(Arrays.copyOf(segments, length));
    }

    /** This pattern, then the segments of another from a position on. */
    SegmentPattern followedBy(SegmentPattern other, int from) {
        String[] both = Arrays.copyOf(segments, segments.length + other.segments.length - from);
        System.arraycopy(other.segments, from, both, segments.length, other.segments.length - from);
        return of(both);
    }

    String text(String separator) {
        return isEverything() ? WILDCARD : String.join(separator, segments);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SegmentPattern that && hash == that.hash && Arrays.equals(segments, that.segments);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
