package dev.latchkey.example;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The options of the command line. */
record Options(int port, Path folder, boolean newPassword, boolean help) {

    static final String HELP = """
            java -jar plain-java.jar [--new-password] [port [folder]]

              port            8080 if it is not given; 0 takes any free one
              folder          where the database is kept; latchkey-example if it is not given
              --new-password  gives the owner and the member of the workspace new passwords
              --help          prints this""";

    private static final int MAX_PORT = 65_535;

    /** {@return the options, or throws IllegalArgumentException with a line for people} */
    static Options parse(String[] arguments) {
        List<String> rest = new ArrayList<>(Arrays.asList(arguments));
        boolean help = rest.removeIf(argument -> argument.equals("--help") || argument.equals("-h"));
        boolean newPassword = rest.removeIf("--new-password"::equals);
        for (String argument : rest) {
            if (argument.startsWith("-")) {
                throw new IllegalArgumentException("unknown option " + argument);
            }
        }
        if (rest.size() > 2) {
            throw new IllegalArgumentException("too many arguments");
        }
        return new Options(
                port(rest.isEmpty() ? "8080" : rest.get(0)),
                folder(rest.size() > 1 ? rest.get(1) : "latchkey-example"),
                newPassword,
                help);
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MAX_PORT) {
            throw new IllegalArgumentException("port " + text + " is not a number from 0 to " + MAX_PORT);
        }
        return Integer.parseInt(text);
    }

    private static Path folder(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("folder " + text + " is not a path", e);
        }
    }
}
