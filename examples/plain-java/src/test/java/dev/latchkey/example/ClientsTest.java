package dev.latchkey.example;

import dev.latchkey.example.suite.ClientsSuite;
import dev.latchkey.example.suite.WorkspaceService;
import java.io.IOException;
import java.nio.file.Path;

/** Programs that people call the API with. */
class ClientsTest extends ClientsSuite {

    @Override
    protected WorkspaceService start(Path folder) throws IOException {
        return RunningService.start(folder);
    }
}
