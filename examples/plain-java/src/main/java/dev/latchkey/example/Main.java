package dev.latchkey.example;

import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/** Starts the service: {@code java -jar plain-java.jar [--new-password] [port [folder]]}. */
public final class Main {

    private static final String WORKSPACE = "myworkspace";
    private static final String MEMBER = "member";
    private static final int H2_FILE_IS_LOCKED = 90020;

    private Main() {}

    /**
     * Starts the service and prints commands to try, or prints one line and exits.
     *
     * @param arguments port (8080) and folder (latchkey-example); {@code --help} prints all options
     */
    public static void main(String[] arguments) {
        int status = run(arguments, System.out, System.err).orElse(-1);
        if (status >= 0) {
            System.exit(status);
        }
    }

    /** {@return the exit status, or empty if the service runs} */
    static Optional<Integer> run(String[] arguments, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + "; --help prints how to start");
            return Optional.of(2);
        }
        if (options.help()) {
            out.println(Options.HELP);
            return Optional.of(0);
        }
        try {
            FirstStart first = new FirstStart(WORKSPACE, "My workspace");
            ExampleService service = ExampleService.start(options.folder(), options.port(), first);
            Runtime.getRuntime().addShutdownHook(new Thread(service::close));
            greet(out, service, first.password(), options);
            return Optional.empty();
        } catch (BindException e) {
            err.println("port " + options.port() + " cannot be used (" + e.getMessage()
                    + "); give another one: java -jar plain-java.jar 8081");
        } catch (IOException | RuntimeException e) {
            err.println(reason(e, options.folder()));
        }
        return Optional.of(1);
    }

    private static String reason(Exception failure, Path folder) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_FILE_IS_LOCKED) {
                return "folder " + folder + " is in use by another process; stop that one, or name another folder:"
                        + " java -jar plain-java.jar 8081 other-folder";
            }
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return "the service cannot start with folder " + folder + ": " + message;
    }

    private static void greet(PrintStream out, ExampleService service, Optional<String> created, Options options) {
        Workspaces workspaces = service.workspaces();
        Optional<String> password =
                options.newPassword() && created.isEmpty() ? Optional.of(workspaces.newPassword(WORKSPACE)) : created;
        Greeting greeting = new Greeting(service.url(), WORKSPACE, MEMBER + "@" + WORKSPACE);
        out.println(
                password.isPresent()
                        ? greeting.first(password.get(), workspaces.putMember(MEMBER, WORKSPACE))
                        : greeting.again());
        out.flush();
    }
}
