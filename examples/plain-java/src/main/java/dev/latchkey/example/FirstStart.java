package dev.latchkey.example;

import dev.latchkey.jdbc.JdbcTokenStore;
import java.util.Optional;

/** Makes a workspace with sample tokens, unless it exists. */
final class FirstStart implements ExampleService.Preparation {

    private final String slug;
    private final String displayName;
    private Optional<String> password = Optional.empty();

    FirstStart(String slug, String displayName) {
        this.slug = slug;
        this.displayName = displayName;
    }

    @Override
    public void prepare(Workspaces workspaces, JdbcTokenStore store) {
        password = workspaces.createIfMissing(slug, displayName);
        if (password.isPresent()) {
            SampleTokens.create(store, workspaces.find(slug).orElseThrow());
        }
    }

    /** {@return the password of the workspace's owner; empty if the workspace existed} */
    Optional<String> password() {
        return password;
    }
}
