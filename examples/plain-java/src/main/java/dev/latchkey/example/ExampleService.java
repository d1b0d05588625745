package dev.latchkey.example;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.BearerGate;
import dev.latchkey.http.BodyStyle;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.page.AccessPage;
import dev.latchkey.page.httpserver.AccessPageHandler;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.token.TokenFormat;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcConnectionPool;

/** The service wired together: a database file, access tokens in it, and a server in front. */
final class ExampleService implements AutoCloseable {

    /** The scopes that tokens can have. Other scopes are refused when a token is created. */
    static final ScopeCatalog SCOPES = ScopeCatalog.builder()
            .group("Workspaces")
            .permission("workspace", "Everything in a workspace, also what is added later")
            .implies("sources:write", "destinations:write")
            .permission("workspace:read", "See a workspace")
            .permission("workspace:write", "Change a workspace")
            .implies("workspace:read")
            .group("Data")
            .levelsOf("Sources", "Where events come from")
            .level("Read-only", "sources:read")
            .level("Read and write", "sources:write")
            .levelsOf("Destinations", "Where events go to")
            .level("Read-only", "destinations:read")
            .level("Read and write", "destinations:write")
            .bundle(
                    "reporting",
                    "For dashboards: sees everything, changes nothing",
                    "workspace:read",
                    "sources:read",
                    "destinations:read")
            .bundle(
                    "deployment",
                    "For a build pipeline: changes sources and destinations",
                    "sources:write",
                    "destinations:write")
            .build();

    private static final int THREADS = 16;

    static {
        // The JDK's server sends headers and body in two packets; without this, the second waits for the client's
        // delayed acknowledgement, 40 ms on a kept connection. It is read once, when the server's classes are loaded.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** So short that somebody who tries the page soon sees that a token was used. */
    private static final Duration USES_WRITTEN = Duration.ofSeconds(5);

    private final HttpServer server;
    private final ExecutorService threads;
    private final JdbcConnectionPool database;
    private final Workspaces workspaces;
    private final AccessTokens tokens;

    /** What happens in the database before the service starts. */
    interface Preparation {

        void prepare(Workspaces workspaces, JdbcTokenStore store);
    }

    private ExampleService(
            HttpServer server, ExecutorService threads, JdbcConnectionPool database, Preparation preparation) {
        this.server = server;
        this.threads = threads;
        this.database = database;
        this.workspaces = new Workspaces(database);
        JdbcTokenStore store = JdbcTokenStore.builder(database).build();
        preparation.prepare(workspaces, store);
        this.tokens = tokensIn(store).build();
    }

    /** {@return the settings of this service's tokens} */
    static AccessTokensBuilder tokensIn(JdbcTokenStore store) {
        return AccessTokens.builder(store)
                .format(TokenFormat.withPrefix("example"))
                .scopePolicy(SCOPES)
                .keepingTrail()
                .recordingUses(USES_WRITTEN);
    }

    /**
     * {@return the running service} Port 0 takes any free one.
     *
     * @throws BindException if the port is taken; nothing was written to the folder then
     */
    static ExampleService start(Path folder, int port) throws IOException {
        return start(folder, port, (workspaces, store) -> {});
    }

    /** {@return the running service, as {@link #start(Path, int)} does, in a prepared database} */
    static ExampleService start(Path folder, int port, Preparation preparation) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        // Without TRACE_LEVEL_FILE=0, H2 would leave a file with a stack trace beside the database.
        JdbcConnectionPool database = JdbcConnectionPool.create(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("example") + ";TRACE_LEVEL_FILE=0", "sa", "");
        try {
            JdbcSchema.createIfMissing(database);
            ExampleService service = new ExampleService(server, threads, database, preparation);
            service.serve();
            return service;
        } catch (RuntimeException e) {
            server.stop(0);
            threads.shutdown();
            database.dispose();
            throw e;
        }
    }

    private void serve() {
        Sessions sessions = new Sessions(InstantSource.system());
        ManagementPage host = new ManagementPage(workspaces, sessions, this::url);
        server.setExecutor(threads);
        server.createContext("/", api());
        server.createContext(SignIn.PATH, new SignIn(workspaces, sessions));
        server.createContext(ManagementPage.PATH, new AccessPageHandler(AccessPage.of(tokens, SCOPES, host)));
        server.start();
    }

    private Router api() {
        BearerErrors errors = BearerErrors.of("example", BodyStyle.CODE);
        return new Router(
                List.of(
                        new AccessTokenResource(tokens, workspaces),
                        new WorkspaceResource(new BearerGate(tokens.verifier(), errors), workspaces)),
                errors);
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    Workspaces workspaces() {
        return workspaces;
    }

    AccessTokens tokens() {
        return tokens;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        tokens.close();
        database.dispose();
    }
}
