package dev.latchkey.example;

import dev.latchkey.example.suite.LifecycleSuite;
import dev.latchkey.example.suite.WorkspaceService;
import java.io.IOException;
import java.nio.file.Path;

/** What an owner does with a token after it was created. */
class LifecycleTest extends LifecycleSuite {

    @Override
    protected WorkspaceService start(Path folder) throws IOException {
        return RunningService.start(folder);
    }
}
