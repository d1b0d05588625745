package dev.latchkey.acceptance;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.AccessTokens;
import dev.latchkey.page.AccessPage;
import dev.latchkey.page.httpserver.AccessPageHandler;
import dev.latchkey.page.servlet.AccessPageServlet;
import dev.latchkey.scope.ScopeCatalog;
import jakarta.servlet.ServletContext;
import java.util.Locale;
import java.util.Map;

/** The page, mounted as docs/page.md shows it. */
final class MountedPage {

    private MountedPage() {}

    static void inTheJdkServer(HttpServer server, AccessTokens tokens, ScopeCatalog catalog) {
        // region jdk
        AccessPage page = AccessPage.of(tokens, catalog, new WorkspacePageHost());
        server.createContext("/settings/access-management", new AccessPageHandler(page));
        // endregion
    }

    static void inAServletContainer(ServletContext context, AccessPage page) {
        // region servlet
        context.addServlet("access-management", new AccessPageServlet(page))
                .addMapping("/settings/access-management/*");
        // endregion
    }

    static AccessPage translated(AccessPage page) {
        // region translate
        AccessPage inFrenchToo = page.withTranslation(
                Locale.FRENCH, Map.of("list.title", "Jetons d'accès", "list.create", "Créer un jeton"));
        // endregion
        return inFrenchToo;
    }
}
