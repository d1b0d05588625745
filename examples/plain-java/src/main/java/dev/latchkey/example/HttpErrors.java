package dev.latchkey.example;

import dev.latchkey.http.ErrorCode;

/** The errors of this service, besides those of its access tokens. */
final class HttpErrors {

    /** The resource does not exist, or the client may not know that it exists. */
    static final ErrorCode NOT_FOUND = new ErrorCode(404, 5, "Not Found");

    /** The state of the resource does not allow the operation. */
    static final ErrorCode FAILED_PRECONDITION = new ErrorCode(400, 9, "Failed Precondition");

    /** The key of the request was used for another request. */
    static final ErrorCode CONFLICTING_REQUEST = new ErrorCode(422, 3, "Unprocessable Content");

    /** The resource does not have this method; an {@code Allow} header lists its methods. */
    static final ErrorCode METHOD_NOT_ALLOWED = new ErrorCode(405, 12, "Method Not Allowed");

    /** The body is larger than the service reads. */
    static final ErrorCode CONTENT_TOO_LARGE = new ErrorCode(413, 3, "Content Too Large");

    /** The body is of a type that the service does not read. */
    static final ErrorCode UNSUPPORTED_MEDIA_TYPE = new ErrorCode(415, 3, "Unsupported Media Type");

    /** The service failed. */
    static final ErrorCode INTERNAL = new ErrorCode(500, 13, "Internal Server Error");

    private HttpErrors() {}
}
