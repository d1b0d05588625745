package dev.latchkey.example;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.AccessTokens;
import dev.latchkey.http.BearerErrors;
import dev.latchkey.http.BearerGate;
import dev.latchkey.http.BodyStyle;
import dev.latchkey.jdbc.JdbcSchema;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.token.TokenFormat;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcConnectionPool;

/** The service wired together: a database file, access tokens in it, and a server in front. */
final class ExampleService implements AutoCloseable {

    /** What tokens may be allowed to do. A scope that is not in it is refused when a token is created. */
    static final ScopeCatalog SCOPES = ScopeCatalog.builder()
            .group("Workspaces")
            .permission("workspace", "Everything in a workspace, also what is added later")
            .permission("workspace:read", "See a workspace")
            .permission("workspace:write", "Change a workspace")
            .implies("workspace:read")
            .build();

    private static final int THREADS = 16;

    static {
        // The JDK's server sends headers and body in two packets; without this, the second waits for the client's
        // delayed acknowledgement, 40 ms on a kept connection. It is read once, when the server's classes are loaded.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final JdbcConnectionPool database;
    private final Workspaces workspaces;

    private ExampleService(
            HttpServer server, ExecutorService threads, JdbcConnectionPool database, Workspaces workspaces) {
        this.server = server;
        this.threads = threads;
        this.database = database;
        this.workspaces = workspaces;
    }

    /**
     * {@return the running service} Port 0 takes any free one.
     *
     * @throws BindException if the port is taken; nothing was written to the folder then
     */
    static ExampleService start(Path folder, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        // Without TRACE_LEVEL_FILE=0, H2 would leave a file with a stack trace beside the database.
        JdbcConnectionPool database = JdbcConnectionPool.create(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("example") + ";TRACE_LEVEL_FILE=0", "sa", "");
        try {
            JdbcSchema.createIfMissing(database);
            Workspaces workspaces = new Workspaces(database);
            server.setExecutor(threads);
            server.createContext("/", router(database, workspaces));
            server.start();
            return new ExampleService(server, threads, database, workspaces);
        } catch (RuntimeException e) {
            server.stop(0);
            threads.shutdown();
            database.dispose();
            throw e;
        }
    }

    private static Router router(JdbcConnectionPool database, Workspaces workspaces) {
        AccessTokens tokens = AccessTokens.builder(
                        JdbcTokenStore.builder(database).build())
                .format(TokenFormat.withPrefix("example"))
                .scopePolicy(SCOPES)
                .build();
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

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        database.dispose();
    }
}
