package dev.latchkey.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops packets between addresses of loopback, by rules of routing. It needs a network namespace in which this program is
 * alone; {@code -Dlatchkey.history.namespace=own} says that it is in one.
 */
final class Packets {

    private final List<String> addresses;

    /** @param addresses those from which and to which connections are made */
    Packets(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
        // By default the rule for local addresses is before all others.
        ip("rule", "add", "pref", "100", "lookup", "local");
        ip("rule", "del", "pref", "0");
    }

    static boolean canBeDropped() {
        return "own".equals(System.getProperty("latchkey.history.namespace"));
    }

    /** From now on nothing comes from an address to the others, or from them to it; nobody is told. */
    void drop(int address) {
        change("add", address);
    }

    void pass(int address) {
        change("del", address);
    }

    private void change(String change, int address) {
        String one = addresses.get(address);
        for (String other : addresses) {
            if (!other.equals(one)) {
                ip("rule", change, "pref", "10", "from", one, "to", other, "blackhole");
                ip("rule", change, "pref", "10", "from", other, "to", one, "blackhole");
            }
        }
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("it failed: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
