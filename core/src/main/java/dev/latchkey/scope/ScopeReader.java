package dev.latchkey.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses scopes, one character at a time, and refuses at the first illegal character.
 *
 * <p>Lengths are checked before characters, so that the time is linear in the longest legal length.
 */
final class ScopeReader {

    private static final int SHOWN = 64;
    private static final String A_SCOPE =
            "a scope is permission or permission@resource, as in workspace:read@workspaces/acme,";

    private final String text;
    private final String expected;
    private int position;

    private ScopeReader(String text, String expected) {
        this.text = text;
        this.expected = expected;
    }

    static Scope scope(String text) {
        ScopeReader reader = new ScopeReader(text, A_SCOPE);
        if (text.length() > Scope.MAX_LENGTH) {
            throw reader.tooLong(0);
        }
        Scope scope = reader.scope();
        if (!reader.atEnd()) {
            throw reader.unexpected();
        }
        return scope;
    }

    /** The pattern of a resource alone, as in a scope after the {@code @}. */
    static SegmentPattern resource(String text) {
        ScopeReader reader = new ScopeReader(text, "so it is not a resource, as workspaces/acme is,");
        if (text.length() > Scope.MAX_LENGTH) {
            throw reader.tooLong(0);
        }
        SegmentPattern resource = reader.path('/');
        if (!reader.atEnd()) {
            throw reader.unexpected();
        }
        return resource;
    }

    /** Refuses scopes whose text {@link #scopes} would refuse. */
    static void requireReadable(Collection<Scope> scopes) {
        if (scopes.size() > ScopeSet.MAX_SIZE) {
            throw new IllegalArgumentException(
                    scopes.size() + " scopes are more than the " + ScopeSet.MAX_SIZE + " that a token can have");
        }
        int length = Math.max(0, scopes.size() - 1);
        for (Scope scope : scopes) {
            if (scope.toString().length() > Scope.MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "a scope is longer than " + Scope.MAX_LENGTH + " characters: " + quoted(scope.toString()));
            }
            length += scope.toString().length();
        }
        if (length > ScopeSet.MAX_LENGTH) {
            throw new IllegalArgumentException(scopes.size() + " scopes are " + length
                    + " characters long with spaces between them; a token can have " + ScopeSet.MAX_LENGTH);
        }
    }

    static Set<Scope> scopes(String text) {
        Set<Scope> scopes = new HashSet<>();
        ScopeReader reader = new ScopeReader(text, A_SCOPE);
        if (text.isEmpty()) {
            return scopes;
        }
        if (text.length() > ScopeSet.MAX_LENGTH) {
            reader.position = ScopeSet.MAX_LENGTH;
            throw reader.refused("longer than " + ScopeSet.MAX_LENGTH + " characters");
        }
        while (true) {
            int start = reader.position;
            if (reader.end(start) - start > Scope.MAX_LENGTH) {
                throw reader.tooLong(start);
            }
            scopes.add(reader.scope());
            if (scopes.size() > ScopeSet.MAX_SIZE) {
                reader.position = start;
                throw reader.refused("more than " + ScopeSet.MAX_SIZE + " scopes: one too many");
            }
            if (reader.atEnd()) {
                return scopes;
            }
            if (reader.current() != ' ') {
                throw reader.unexpected();
            }
            reader.position++;
        }
    }

    /** Where the scope that starts here ends, or a position past the longest legal one. */
    private int end(int start) {
        int limit = Math.min(text.length(), start + Scope.MAX_LENGTH + 1);
        int end = start;
        while (end < limit && text.charAt(end) != ' ') {
            end++;
        }
        return end;
    }

    private Scope scope() {
        SegmentPattern permission = path(':');
        if (atEnd() || current() != '@') {
            return new Scope(permission, SegmentPattern.EVERYTHING);
        }
        position++;
        return new Scope(permission, path('/'));
    }

    private SegmentPattern path(char separator) {
        List<String> segments = new ArrayList<>();
        segments.add(segment());
        while (!atEnd() && current() == separator) {
            position++;
            segments.add(segment());
        }
        return SegmentPattern.of(segments.toArray(String[]::new));
    }

    private String segment() {
        int start = position;
        if (!atEnd() && current() == '*') {
            position++;
            if (!atEnd() && SegmentPattern.isLiteralCharacter(current())) {
                throw refused("'*' must be a whole segment, but is followed by '" + current() + "'");
            }
            return SegmentPattern.WILDCARD;
        }
        while (!atEnd() && SegmentPattern.isLiteralCharacter(current())) {
            position++;
        }
        if (position == start) {
            throw atEnd() || current() == ':' || current() == '/' || current() == '@' || current() == ' '
                    ? refused("empty segment")
                    : unexpected();
        }
        String segment = text.substring(start, position);
        if (SegmentPattern.isDots(segment)) {
            position = start;
            throw refused("'" + segment + "' is not a segment");
        }
        return segment;
    }

    private boolean atEnd() {
        return position == text.length();
    }

    private char current() {
        return text.charAt(position);
    }

    private IllegalArgumentException tooLong(int start) {
        position = start + Scope.MAX_LENGTH;
        return refused("longer than " + Scope.MAX_LENGTH + " characters");
    }

    private IllegalArgumentException unexpected() {
        return refused("unexpected " + shown(current()));
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(reason + " at position " + position + " of " + quoted(text) + "; "
                + expected + " of segments from A-Z a-z 0-9 . _ - or a single *");
    }

    /** The beginning of an untrusted text, without characters that could harm a log or a terminal. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
            char c = text.charAt(i);
            quoted.append(isPlain(c) ? String.valueOf(c) : escaped(c));
        }
        return quoted.append(text.length() > SHOWN ? "...\" (" + text.length() + " characters)" : "\"")
                .toString();
    }

    private static String shown(char c) {
        return isPlain(c) ? "'" + c + "'" : escaped(c);
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    private static String escaped(char c) {
        StringBuilder escaped = new StringBuilder("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            escaped.append("0123456789ABCDEF".charAt((c >> shift) & 0xF));
        }
        return escaped.toString();
    }
}
