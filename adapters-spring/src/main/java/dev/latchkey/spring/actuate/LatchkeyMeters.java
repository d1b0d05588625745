package dev.latchkey.spring.actuate;

import dev.latchkey.AccessTokens;
import dev.latchkey.Statistics;
import dev.latchkey.token.RejectionReason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The statistics of a node as meters {@code latchkey.*}. Their tags have a few fixed values.
 *
 * <p>Immutable and thread-safe.
 */
public final class LatchkeyMeters implements MeterBinder {

    private final AccessTokens tokens;

    /**
     * Makes a binder.
     *
     * @param tokens provides the statistics whenever a meter is read
     */
    public LatchkeyMeters(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindVerifications(registry);
        bindSecrets(registry);
        bindRecords(registry);
        bindEvents(registry);
        bindUses(registry);
        bindHousekeeping(registry);
    }

    private void bindVerifications(MeterRegistry registry) {
        Counters outcomes = new Counters(registry, "latchkey.verifications", "Outcomes of verifications");
        outcomes.add("accepted", s -> s.verifications().accepted());
        outcomes.add("insufficient_scope", s -> s.verifications().insufficientScope());
        outcomes.add("unavailable", s -> s.verifications().unavailable());
        outcomes.add("overloaded", s -> s.verifications().overloaded());
        for (RejectionReason reason : RejectionReason.values()) {
            outcomes.add(reason.name().toLowerCase(Locale.ROOT), s -> rejected(s, reason));
        }
    }

    private static long rejected(Statistics statistics, RejectionReason reason) {
        return statistics.verifications().rejected().getOrDefault(reason, 0L);
    }

    private void bindSecrets(MeterRegistry registry) {
        FunctionTimer.builder(
                        "latchkey.hashes",
                        tokens,
                        each -> each.statistics().secrets().computations(),
                        each -> each.statistics().secrets().computationTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Expensive hashes, for new tokens too")
                .register(registry);
        FunctionCounter.builder(
                        "latchkey.hashes.oversized",
                        tokens,
                        each -> each.statistics().secrets().oversized())
                .description("Stored hashes that take too much memory")
                .register(registry);
        String waiting = "Callers that wait for a permit to hash";
        gauge(registry, "latchkey.hashes.waiting", waiting, s -> s.secrets().waiting());
        gauge(
                registry,
                "latchkey.proofs",
                "Cached proofs of secrets",
                s -> s.secrets().proofs());
    }

    private void bindRecords(MeterRegistry registry) {
        gauge(
                registry,
                "latchkey.records",
                "Records that are cached",
                s -> s.records().cached());
        Counters lookUps =
                new Counters(registry, "latchkey.records.lookups", "Look-ups of records, where records are cached");
        lookUps.add("hit", s -> s.records().hits());
        lookUps.add("load", s -> s.records().loads());
        lookUps.add("behind", s -> s.records().behind());
        FunctionCounter.builder(
                        "latchkey.records.reads",
                        tokens,
                        each -> each.statistics().records().reads())
                .description("Reads of records from the store, each for one look-up or several")
                .register(registry);
        String waiting = "Look-ups that wait for their turn to read the store";
        gauge(registry, "latchkey.records.waiting", waiting, s -> s.records().waiting());
        Counters polls = new Counters(registry, "latchkey.feed.polls", "Reads of the change feed");
        polls.add("reached", s -> s.records().feed().polls());
        polls.add("failed", s -> s.records().feed().failures());
        polls.add("gap", s -> s.records().feed().gaps());
        Counters heartbeats = new Counters(
                registry,
                "latchkey.feed.heartbeats",
                "Heartbeats of this node in the change feed, if it requires them");
        heartbeats.add("written", s -> s.records().feed().heartbeats());
        heartbeats.add("failed", s -> s.records().feed().heartbeatFailures());
        TimeGauge.builder("latchkey.feed.lease.age", tokens, TimeUnit.MILLISECONDS, LatchkeyMeters::leaseAge)
                .description("How far this node may be behind the change feed; not a number where nothing is cached")
                .register(registry);
    }

    private static double leaseAge(AccessTokens tokens) {
        Optional<Duration> age = tokens.statistics().records().feed().leaseAge();
        return age.isPresent() ? age.get().toMillis() : Double.NaN;
    }

    private void bindEvents(MeterRegistry registry) {
        Counters events = new Counters(registry, "latchkey.events", "Events for listeners");
        events.add("delivered", s -> s.events().delivered());
        events.add("failed", s -> s.events().failed());
        events.add("dropped", s -> s.events().dropped());
        String waiting = "Events that wait for a listener";
        gauge(registry, "latchkey.events.waiting", waiting, s -> s.events().waiting());
    }

    private void bindUses(MeterRegistry registry) {
        Counters uses = new Counters(registry, "latchkey.uses", "Uses of tokens, where they are recorded");
        uses.add("written", s -> s.uses().written());
        uses.add("failed", s -> s.uses().failures());
        uses.add("lost", s -> s.uses().lost());
        String pending = "Tokens whose uses are not written yet";
        gauge(registry, "latchkey.uses.pending", pending, s -> s.uses().pending());
    }

    private void bindHousekeeping(MeterRegistry registry) {
        Counters runs = new Counters(registry, "latchkey.housekeeping.runs", "Runs of housekeeping on this node");
        runs.add("completed", s -> s.housekeeping().runs());
        runs.add("failed", s -> s.housekeeping().failures());
        Counters done =
                new Counters(registry, "latchkey.housekeeping.done", "What housekeeping deleted, ended and announced");
        done.add("deleted", s -> s.housekeeping().deleted());
        done.add("idle", s -> s.housekeeping().idle());
        done.add("announced", s -> s.housekeeping().notices());
        done.add("trimmed_feed", s -> s.housekeeping().trimmed().feed());
        done.add("trimmed_trail", s -> s.housekeeping().trimmed().trail());
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Statistics> value) {
        Gauge.builder(name, tokens, each -> value.applyAsDouble(each.statistics()))
                .description(description)
                .register(registry);
    }

    /** Counters of one name, which differ by their outcome. */
    private final class Counters {

        private final MeterRegistry registry;
        private final String name;
        private final String description;

        Counters(MeterRegistry registry, String name, String description) {
            this.registry = registry;
            this.name = name;
            this.description = description;
        }

        void add(String outcome, ToDoubleFunction<Statistics> value) {
            FunctionCounter.builder(name, tokens, each -> value.applyAsDouble(each.statistics()))
                    .description(description)
                    .tag("outcome", outcome)
                    .register(registry);
        }
    }
}
