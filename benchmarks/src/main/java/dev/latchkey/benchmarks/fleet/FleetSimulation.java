package dev.latchkey.benchmarks.fleet;

import dev.latchkey.Limits;
import dev.latchkey.benchmarks.fleet.Fleet.Size;
import dev.latchkey.jdbc.JdbcTokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A fleet of verifying nodes in one process, on a PostgreSQL server: all nodes restart together, are cut off together
 * and lose their place in the change feed together. Each of it happens twice: once with every look-up alone, and once
 * with the limit on look-ups at once.
 *
 * <p>Run it with the number of nodes (1,000), the number of hot tokens (50), the milliseconds from one poll of a node
 * to the next (1,250, for a bound of 5 seconds), and the name of a picture to draw. Every node is presented every hot
 * token once a second, by 16 threads. All nodes share 50 connections, as behind a pooler. It prints what happened in
 * each tenth of a second, and the time until, for half a second, no verification failed and 99 of 100 tokens were
 * found in the caches.
 */
public final class FleetSimulation {

    private static final int CONNECTIONS = 50;
    private static final int SPARE_CONNECTIONS = 5;
    private static final int CALLERS = 16;
    private static final int POLLS_WITHIN_BOUND = 4;
    private static final int CUT_OFF_BOUNDS = 2;
    private static final int SAMPLES_OF_NORMAL = 5;
    private static final int MOST_SAMPLES = 200;

    /** Every node logs that it is cut off. */
    private static final Logger LOG = Logger.getLogger("dev.latchkey");

    private final Size size;
    private final MeasuredServer server;
    private final CountedStore store;
    private final Traffic traffic = new Traffic();

    private FleetSimulation(Size size, MeasuredServer server) {
        this.size = size;
        this.server = server;
        this.store = new CountedStore(JdbcTokenStore.builder(server.pool()).build(), CONNECTIONS);
    }

    /**
     * Simulates.
     *
     * @param arguments nodes, hot tokens, milliseconds between polls, picture
     * @throws Exception if the server does not start, or a node
     */
    public static void main(String[] arguments) throws Exception {
        int nodes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        int hotTokens = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
        int interval = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_250;
        Size size = new Size(nodes, hotTokens, Duration.ofMillis((long) interval * POLLS_WITHIN_BOUND), CALLERS);
        LOG.setLevel(Level.OFF);
        try (MeasuredServer server = new MeasuredServer(CONNECTIONS + SPARE_CONNECTIONS)) {
            FleetSimulation simulation = new FleetSimulation(size, server);
            System.out.printf("every look-up alone%n");
            List<Event> alone = simulation.run(Limits.standard().lookUpsAtOnce(Integer.MAX_VALUE));
            System.out.printf("%nwith the limit on look-ups%n");
            List<Event> limited = simulation.run(Limits.standard());
            if (arguments.length > 3) {
                Files.writeString(Path.of(arguments[3]), new FleetPicture(size, alone, limited).svg());
            }
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private List<Event> run(Limits limits) throws Exception {
        try (Fleet fleet = new Fleet(size, limits, store, traffic);
                Sampler sampler = new Sampler(server, store, traffic)) {
            fleet.restart();
            awaitNormal(sampler, sampler.taken());
            List<Event> events = new ArrayList<>();
            events.add(event("All nodes restart", sampler, () -> {}, fleet::restart));
            events.add(event(
                    "All nodes are cut off",
                    sampler,
                    () -> {
                        fleet.cutOff();
                        pause(size.bound().multipliedBy(CUT_OFF_BOUNDS));
                    },
                    fleet::connect));
            events.add(event("All nodes lose their place in the feed", sampler, () -> {}, fleet::loseEntries));
            return events;
        }
    }

    /** The time to normal begins with the end. */
    private Event event(String name, Sampler sampler, Step begin, Step end) throws Exception {
        pause(Duration.ofSeconds(2));
        int began = sampler.taken();
        begin.run();
        int ended = sampler.taken();
        end.run();
        int normal = awaitNormal(sampler, ended);
        pause(Duration.ofSeconds(1));
        int first = began - Event.BEFORE;
        Event event = new Event(name, sampler.from(first), ended - first, normal);
        print(event);
        return event;
    }

    /** {@return how many samples after that one all is normal, or -1} */
    private int awaitNormal(Sampler sampler, int from) {
        for (int first = from; first - from < MOST_SAMPLES; first++) {
            while (sampler.taken() < first + SAMPLES_OF_NORMAL) {
                pause(Duration.ofMillis(Sample.MILLIS));
            }
            Sample sum = sampler.from(first).stream().limit(SAMPLES_OF_NORMAL).reduce(Sample.NOTHING, Sample::plus);
            if (isNormal(sum)) {
                return first - from;
            }
        }
        return -1;
    }

    private boolean isNormal(Sample sum) {
        double presented = size.nodes() * (double) size.hotTokens() * SAMPLES_OF_NORMAL * Sample.MILLIS / 1_000;
        return sum.unavailable() == 0 && sum.accepted() > 0.9 * presented && sum.tokens() < 0.01 * sum.accepted();
    }

    private static void pause(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        for (long rest = length.toNanos(); rest > 0; rest = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(rest, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    private static void print(Event event) {
        System.out.printf("%n%s%n  time  look-ups    tokens     polls  accepted     503s  processors%n", event.name());
        for (int i = 0; i < event.samples().size(); i++) {
            Sample sample = event.samples().get(i);
            System.out.printf(
                    Locale.ROOT,
                    "%6.1f %9d %9d %9d %9d %8d %11.2f%n",
                    (i - Event.BEFORE) * Sample.MILLIS / 1e3,
                    sample.lookUps(),
                    sample.tokens(),
                    sample.polls(),
                    sample.accepted(),
                    sample.unavailable(),
                    sample.server());
        }
        Sample total = event.total();
        System.out.printf(
                Locale.ROOT,
                "%s: normal after %s; %,d look-ups of %,d tokens, %,d 503s, %.1f s of the server's processors%n",
                event.name(),
                event.timeToNormal(),
                total.lookUps(),
                total.tokens(),
                total.unavailable(),
                total.server() * Sample.MILLIS / 1e3);
    }
}
