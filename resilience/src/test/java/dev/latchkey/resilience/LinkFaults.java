package dev.latchkey.resilience;

import dev.latchkey.jdbc.Tunnel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Faults of the links between a node and its server, or its servers: one of them, or all. */
final class LinkFaults {

    private final List<List<Tunnel>> links;

    /** @param links those of each node */
    LinkFaults(List<List<Tunnel>> links) {
        this.links = links;
    }

    List<Breakage> all() {
        return List.of(
                Breakage.ofOne("HOLD", lasting((link, length) -> link.hold())),
                Breakage.ofOne("HALF_OPEN", lasting((link, length) -> link.holdAnswers())),
                Breakage.ofOne("DELAY", lasting((link, length) -> link.delay(Duration.ofNanos(length / 10)))),
                Breakage.ofOne("CUT", lasting((link, length) -> link.cut())),
                Breakage.ofOne(
                        "RESET", (node, length, random) -> chosen(node, random).forEach(Tunnel::reset)));
    }

    private interface Closing {
        void close(Tunnel link, long length);
    }

    private Breakage.Act lasting(Closing closing) {
        return (node, length, random) -> during(chosen(node, random), length, link -> closing.close(link, length));
    }

    private List<Tunnel> chosen(int node, Random random) {
        List<Tunnel> own = links.get(node);
        return random.nextBoolean() ? own : List.of(own.get(random.nextInt(own.size())));
    }

    /** Closes links, and opens them when the time is over. */
    static void during(List<Tunnel> links, long length, Consumer<Tunnel> closing) {
        links.forEach(closing);
        Breaker.rest(length);
        links.forEach(Tunnel::release);
    }
}
