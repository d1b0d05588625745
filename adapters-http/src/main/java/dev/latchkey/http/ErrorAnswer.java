package dev.latchkey.http;

import java.util.Map;
import java.util.TreeMap;

/**
 * An error to send as the answer of a request.
 *
 * <p>Headers always have legal values. Immutable.
 *
 * @param status the status of HTTP
 * @param headers names and values; content type and, where RFC 9110 demands it, the challenge are among them
 * @param body JSON in ASCII
 */
public record ErrorAnswer(int status, Map<String, String> headers, String body) {

    public ErrorAnswer {
        headers = Map.copyOf(headers);
    }

    /**
     * {@return this answer with another header, {@code Allow} for example, which replaces one of that name}
     *
     * @param name a field name as RFC 9110 section 5.1 has it
     * @param value printable characters of ASCII, at least one
     * @throws IllegalArgumentException if one of them is anything else
     */
    public ErrorAnswer withHeader(String name, String value) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || !value.matches("[ -~]+")) {
            throw new IllegalArgumentException("a header is a token and a value of printable characters of ASCII");
        }
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.remove(name);
        more.put(name, value);
        return new ErrorAnswer(status, more, body);
    }
}
