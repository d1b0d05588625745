package dev.latchkey.example.workspaceapi;

import dev.latchkey.example.suite.PageSuite;
import dev.latchkey.example.suite.PageUser;
import dev.latchkey.example.suite.WorkspaceService;
import java.nio.file.Path;

/** The journeys of people on the page, by Spring's form login. */
class PageTest extends PageSuite {

    @Override
    protected WorkspaceService start(Path folder) {
        return RunningService.start(folder);
    }

    @Override
    protected void signIn(PageUser user, String name, String password) throws Exception {
        signInByForm(user, name, password);
    }

    static void signInByForm(PageUser user, String name, String password) throws Exception {
        user.submit(user.get("/login"), "/login", "username", name, "password", password);
    }

    @Override
    protected void signOut(PageUser user) throws Exception {
        user.submit(user.get("/logout"), "/logout");
    }
}
