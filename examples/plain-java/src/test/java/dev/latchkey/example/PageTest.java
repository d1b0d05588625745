package dev.latchkey.example;

import dev.latchkey.example.suite.PageSuite;
import dev.latchkey.example.suite.PageUser;
import dev.latchkey.example.suite.WorkspaceService;
import java.nio.file.Path;

/** The journeys of people on the page, by the sign-in of this service. */
class PageTest extends PageSuite {

    @Override
    protected WorkspaceService start(Path folder) throws Exception {
        return RunningService.start(folder);
    }

    @Override
    protected void signIn(PageUser user, String name, String password) throws Exception {
        user.post(SignIn.PATH, "user", name, "password", password);
    }

    @Override
    protected void signOut(PageUser user) throws Exception {
        user.post(SignIn.PATH, "sign-out", "yes");
    }
}
