package dev.latchkey.example;

import dev.latchkey.example.suite.WorkspaceService;
import java.io.IOException;
import java.nio.file.Path;

/** The service on a free port, for tests from outside. */
record RunningService(ExampleService service) implements WorkspaceService {

    static RunningService start(Path folder) throws IOException {
        return new RunningService(ExampleService.start(folder, 0));
    }

    @Override
    public String url() {
        return service.url();
    }

    @Override
    public String createWorkspace(String slug, String displayName) {
        return service.workspaces().createIfMissing(slug, displayName).orElseThrow();
    }

    @Override
    public String putMember(String name, String slug) {
        return service.workspaces().putMember(name, slug);
    }

    @Override
    public void revokeAll() {
        service.tokens().all().by("suite").revokeAll("the next test begins");
    }

    @Override
    public void close() {
        service.close();
    }
}
