package dev.latchkey;

/**
 * A request key was used before for a different request. A host that issues over HTTP maps it to 422
 * (draft-ietf-httpapi-idempotency-key-header, section 2.7).
 */
public class ConflictingRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what differs
     */
    public ConflictingRequestException(String message) {
        super(message);
    }
}
