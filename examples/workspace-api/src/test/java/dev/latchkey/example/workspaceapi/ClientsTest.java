package dev.latchkey.example.workspaceapi;

import dev.latchkey.example.suite.ClientsSuite;
import dev.latchkey.example.suite.WorkspaceService;
import java.nio.file.Path;

/** Programs that people call the API with. */
class ClientsTest extends ClientsSuite {

    @Override
    protected WorkspaceService start(Path folder) {
        return RunningService.start(folder);
    }
}
