package dev.latchkey.example.suite;

/** A running example service, and what a suite prepares in it. */
public interface WorkspaceService extends AutoCloseable {

    /** {@return the base of its addresses, {@code http://localhost:8080} for example} */
    String url();

    /**
     * Makes a workspace that does not exist yet.
     *
     * @param slug the last segment of its name, and the user name of its owner
     * @param displayName the name that people see
     * @return the owner's password
     */
    String createWorkspace(String slug, String displayName);

    /**
     * Makes a user {@code name@slug} who may look only.
     *
     * @param name of the member in the workspace
     * @param slug of the workspace
     * @return the member's password
     */
    String putMember(String name, String slug);

    /** Revokes all tokens, so that a test finds none. */
    void revokeAll();

    @Override
    void close();
}
