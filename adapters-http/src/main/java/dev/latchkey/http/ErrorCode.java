package dev.latchkey.http;

/**
 * What can be answered instead of what was asked for: a status of HTTP (RFC 9110), and the canonical status code that stands
 * for it in {@link BodyStyle#CODE} bodies.
 *
 * <p>More may come; a {@code switch} over this type needs a default.
 */
public enum ErrorCode {
    /** The request is none that the service understands. */
    INVALID_ARGUMENT(400, 3, "Bad Request"),
    /** There is no such thing, or none that the client may know of. */
    NOT_FOUND(404, 5, "Not Found"),
    /** The thing does not have this method; an {@code Allow} header names those that it has. */
    METHOD_NOT_ALLOWED(405, 12, "Method Not Allowed"),
    /** The thing exists already, or was changed in the meantime. */
    CONFLICT(409, 6, "Conflict"),
    /** The body is larger than the service reads. */
    CONTENT_TOO_LARGE(413, 3, "Content Too Large"),
    /** The body is of a type that the service does not read. */
    UNSUPPORTED_MEDIA_TYPE(415, 3, "Unsupported Media Type"),
    /** The client is known and may not do this. */
    PERMISSION_DENIED(403, 7, "Forbidden"),
    /** Too many requests. */
    TOO_MANY_REQUESTS(429, 8, "Too Many Requests"),
    /** The service does not do this. */
    NOT_IMPLEMENTED(501, 12, "Not Implemented"),
    /** The service failed. */
    INTERNAL(500, 13, "Internal Server Error"),
    /** The service cannot answer now. */
    UNAVAILABLE(503, 14, "Service Unavailable"),
    /** The client is not known. */
    UNAUTHENTICATED(401, 16, "Unauthorized");

    private final int status;
    private final int code;
    private final String title;

    ErrorCode(int status, int code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** {@return the status of HTTP} */
    public int status() {
        return status;
    }

    /** {@return the canonical status code} */
    public int code() {
        return code;
    }

    /** {@return the reason phrase of the status, as the title of a problem} */
    public String title() {
        return title;
    }
}
