package dev.latchkey.http;

/**
 * An error of an HTTP service: a status of HTTP (RFC 9110), and the canonical status code that stands for it in
 * {@link BodyStyle#CODE} bodies.
 *
 * <p>The constants are those of {@link BearerErrors}; a host adds its own.
 *
 * @param status the status of HTTP, 400 to 599
 * @param code the canonical status code
 * @param title the reason phrase of the status, as the title of a problem
 * @see <a href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">google.rpc.Code</a>
 */
public record ErrorCode(int status, int code, String title) {

    /** The service does not understand the request. */
    public static final ErrorCode INVALID_ARGUMENT = new ErrorCode(400, 3, "Bad Request");

    /** The client is not authenticated. */
    public static final ErrorCode UNAUTHENTICATED = new ErrorCode(401, 16, "Unauthorized");

    /** The client is authenticated, but may not do this. */
    public static final ErrorCode PERMISSION_DENIED = new ErrorCode(403, 7, "Forbidden");

    /** The service cannot answer now. */
    public static final ErrorCode UNAVAILABLE = new ErrorCode(503, 14, "Service Unavailable");

    /**
     * Makes an error.
     *
     * @throws IllegalArgumentException if the status is not one of an error, or the title is blank
     */
    public ErrorCode {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status " + status + " is not between 400 and 599");
        }
        if (title.isBlank()) {
            throw new IllegalArgumentException("the title of status " + status + " is blank");
        }
    }
}
