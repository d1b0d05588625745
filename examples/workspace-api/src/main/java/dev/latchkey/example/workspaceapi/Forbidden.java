package dev.latchkey.example.workspaceapi;

/** The client may not do this. */
final class Forbidden extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Forbidden(String text) {
        super(text);
    }
}
