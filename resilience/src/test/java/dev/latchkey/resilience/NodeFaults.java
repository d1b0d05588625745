package dev.latchkey.resilience;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Faults of nodes, on every engine. */
final class NodeFaults {

    private static final Instant FAR_FUTURE = Instant.parse("2999-01-01T00:00:00Z");
    private static final int ALL_ENTRIES = 10_000;

    private final List<NodeProcess> nodes;
    private final ChangeFeed feed;

    /** @param feed which the nodes follow */
    NodeFaults(List<NodeProcess> nodes, ChangeFeed feed) {
        this.nodes = nodes;
        this.feed = feed;
    }

    List<Breakage> all() {
        return List.of(
                Breakage.ofOne("PAUSE", (node, length, random) -> pause(node, length, () -> {})),
                Breakage.ofOne("KILL", (node, length, random) -> nodes.get(node).killAndRestart()),
                Breakage.ofOne(
                        "CLOCK",
                        (node, length, random) -> nodes.get(node).setClockOff(Duration.ofHours(random.nextInt(3) - 1))),
                Breakage.ofAll("TRIM", (node, length, random) -> trim()),
                Breakage.ofOne("TRIM_DURING_PAUSE", (node, length, random) -> pause(node, length, this::trim)));
    }

    private void pause(int node, long length, Runnable then) {
        nodes.get(node).pause();
        Breaker.rest(length);
        then.run();
        nodes.get(node).resume();
    }

    private void trim() {
        try {
            feed.trim(FAR_FUTURE, ALL_ENTRIES);
        } catch (TokenStoreException e) {
            // The store is away; another time.
        }
    }
}
