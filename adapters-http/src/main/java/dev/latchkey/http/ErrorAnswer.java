package dev.latchkey.http;

import java.util.Map;

/**
 * What to send instead of what was asked for.
 *
 * <p>Headers have legal values whatever caused the answer. Immutable.
 *
 * @param status the status of HTTP
 * @param headers names and values; content type and, where RFC 9110 demands it, the challenge are among them
 * @param body JSON in ASCII
 */
public record ErrorAnswer(int status, Map<String, String> headers, String body) {

    public ErrorAnswer {
        headers = Map.copyOf(headers);
    }
}
