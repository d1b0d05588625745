package dev.latchkey.example;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Starts the service: {@code java -jar plain-java.jar [port [folder]]}. */
public final class Main {

    private static final String WORKSPACE = "myworkspace";

    private Main() {}

    /**
     * Starts the service and prints what to try.
     *
     * @param arguments port (8080) and folder (latchkey-example)
     * @throws IOException if the port is taken
     */
    public static void main(String[] arguments) throws IOException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        Path folder = Path.of(arguments.length > 1 ? arguments[1] : "latchkey-example");
        ExampleService service = ExampleService.start(folder, port);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        Optional<String> password = service.workspaces().createIfMissing(WORKSPACE, "My workspace");
        print(System.out, service.url(), password);
    }

    private static void print(PrintStream out, String url, Optional<String> password) {
        out.println("Listening at " + url);
        if (password.isEmpty()) {
            out.println("The owner of workspace " + WORKSPACE + " and its tokens are still there.");
            return;
        }
        String basic = "curl -s -u '" + WORKSPACE + ":" + password.get() + "' ";
        String bearer = "curl -s -H \"Authorization: Bearer $ACCESS_TOKEN\" ";
        out.println("""
                Made an owner for workspace myworkspace. Its password is printed this once. Try:

                # create a token that may read the workspace
                %1$s-X POST %3$s/v1beta/access-tokens -d '{"access_token":{"description":"nightly export","scopes":"workspace:read","workspace_names":["workspaces/myworkspace"]}}'

                # take its "token" from the answer
                export ACCESS_TOKEN=...

                # use it
                %2$s-X GET %3$s/v1beta/workspaces

                # it may not write
                %2$s-X PATCH %3$s/v1beta/workspaces/myworkspace -d '{"workspace":{"display_name":"Mine"}}'

                # list the tokens, and take one away by its "name"
                %1$s%3$s/v1beta/access-tokens
                %1$s-X DELETE %3$s/v1beta/access-tokens/...
                """.formatted(basic, bearer, url));
        out.flush();
    }
}
