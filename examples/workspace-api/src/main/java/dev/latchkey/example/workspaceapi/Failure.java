package dev.latchkey.example.workspaceapi;

import dev.latchkey.http.ErrorCode;

/** A request that is answered with an error. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorCode error;

    Failure(ErrorCode error, String text) {
        super(text);
        this.error = error;
    }

    /** {@return that the resource does not exist, or that the client may not know that it exists} */
    static Failure notFound(String what) {
        return new Failure(ApiErrors.NOT_FOUND, what + " not found");
    }

    ErrorCode error() {
        return error;
    }
}
