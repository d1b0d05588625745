package dev.latchkey.acceptance.attack;

import java.time.Duration;
import java.util.Locale;

/** How long and how much: small by default, so that it runs with everything else; by system properties, as much as wanted. */
final class Scale {

    private Scale() {}

    static int of(String what, int standard) {
        return Integer.getInteger("latchkey.attack." + what, standard);
    }

    static Duration seconds() {
        return Duration.ofSeconds(of("seconds", 2));
    }

    /** Prints a figure for the table in docs/security.md. */
    static void report(String figure, Object... values) {
        System.out.printf(Locale.ROOT, "attack: " + figure + "%n", values);
    }
}
