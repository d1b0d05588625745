package dev.latchkey.example.workspaceapi;

import dev.latchkey.example.suite.DialogueSuite;
import dev.latchkey.example.suite.WorkspaceService;
import java.nio.file.Path;

/** The dialogue of owners and clients with the service. */
class DialogueTest extends DialogueSuite {

    @Override
    protected WorkspaceService start(Path folder) {
        return RunningService.start(folder);
    }
}
