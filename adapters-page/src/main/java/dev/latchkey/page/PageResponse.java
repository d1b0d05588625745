package dev.latchkey.page;

import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of the page, as a value. Because one of them contains a new token, it has no {@code equals} and prints
 * without its body.
 *
 * <p>Immutable and thread-safe.
 */
public final class PageResponse {

    private final int status;
    private final Map<String, String> headers;
    private final transient byte[] body;

    private PageResponse(int status, Map<String, String> headers, byte[] body) {
        headers.forEach(PageResponse::requireHeader);
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    private static void requireHeader(String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("the header " + name + " has characters other than printable ASCII");
        }
    }

    /**
     * {@return an answer}
     *
     * @param status its status
     * @param headers its headers, without {@code Content-Length}
     * @param body its body; copied
     * @throws IllegalArgumentException if a header has characters other than printable ASCII
     */
    public static PageResponse of(int status, Map<String, String> headers, byte[] body) {
        return new PageResponse(status, headers, body.clone());
    }

    /**
     * {@return a redirect that is followed with GET}
     *
     * @param address where to
     * @throws IllegalArgumentException if it has characters other than printable ASCII
     */
    public static PageResponse redirect(String address) {
        return new PageResponse(303, Map.of("Location", address, "Cache-Control", "no-store"), new byte[0]);
    }

    PageResponse withHeaders(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new PageResponse(status, all, body);
    }

    /** {@return this answer, with those of the headers that it does not have yet} */
    PageResponse withMissing(Map<String, String> defaults) {
        Map<String, String> all = new TreeMap<>(defaults);
        all.putAll(headers);
        return new PageResponse(status, all, body);
    }

    /** {@return the status} */
    public int status() {
        return status;
    }

    /** {@return the headers, without {@code Content-Length}; each has one value} */
    public Map<String, String> headers() {
        return headers;
    }

    /** {@return a copy of the body, as GET has it; a mount leaves it out where the method is HEAD} */
    public byte[] body() {
        return body.clone();
    }

    /** {@return the status alone} */
    @Override
    public String toString() {
        return "PageResponse[" + status + "]";
    }
}
