package dev.latchkey.acceptance.attack;

import java.time.Duration;

/** The size of an attack: small by default, so that it runs with all other tests; larger by system properties. */
final class Scale {

    private Scale() {}

    static int of(String what, int standard) {
        return Integer.getInteger("latchkey.attack." + what, standard);
    }

    static Duration seconds() {
        return Duration.ofSeconds(of("seconds", 2));
    }
}
