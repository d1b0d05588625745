package dev.latchkey.example.workspaceapi;

/** There is no such thing, or the client may not know of it. */
final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotFound(String text) {
        super(text);
    }
}
