package dev.latchkey.example;

import dev.latchkey.example.suite.DialogueSuite;
import dev.latchkey.example.suite.WorkspaceService;
import java.io.IOException;
import java.nio.file.Path;

/** The dialogue of owners and clients with the service. */
class DialogueTest extends DialogueSuite {

    @Override
    protected WorkspaceService start(Path folder) throws IOException {
        return RunningService.start(folder);
    }
}
