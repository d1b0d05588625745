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
        bindEvents(registry);
        bindUses(registry);
        bindHousekeeping(registry);
        gauge(
                registry,
                "latchkey.proofs",
                "Cached proofs of secrets",
                s -> s.secrets().proofs());
        gauge(
                registry,
                "latchkey.hashes.waiting",
                "Callers that wait for a permit to hash",
                s -> s.secrets().waiting());
        gauge(
                registry,
                "latchkey.records",
                "Records that are cached",
                s -> s.records().cached());
        FunctionTimer.builder(
                        "latchkey.hashes",
                        tokens,
                        each -> each.statistics().secrets().computations(),
                        each -> each.statistics().secrets().computationTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Expensive hashes, for new tokens too")
                .register(registry);
        counter(
                registry,
                "latchkey.hashes.oversized",
                "",
                "Stored hashes that take too much memory",
                s -> s.secrets().oversized());
        String lookUps = "Look-ups of records, where records are cached";
        counter(
                registry,
                "latchkey.records.lookups",
                "hit",
                lookUps,
                s -> s.records().hits());
        counter(
                registry,
                "latchkey.records.lookups",
                "load",
                lookUps,
                s -> s.records().loads());
        counter(
                registry,
                "latchkey.records.lookups",
                "behind",
                lookUps,
                s -> s.records().behind());
        String polls = "Reads of the change feed";
        counter(
                registry,
                "latchkey.feed.polls",
                "reached",
                polls,
                s -> s.records().feed().polls());
        counter(
                registry,
                "latchkey.feed.polls",
                "failed",
                polls,
                s -> s.records().feed().failures());
        counter(
                registry,
                "latchkey.feed.polls",
                "gap",
                polls,
                s -> s.records().feed().gaps());
        TimeGauge.builder("latchkey.feed.lease.age", tokens, TimeUnit.MILLISECONDS, LatchkeyMeters::leaseAge)
                .description("How far this node may be behind the change feed; not a number where nothing is cached")
                .register(registry);
    }

    private void bindVerifications(MeterRegistry registry) {
        verifications(registry, "accepted", s -> s.verifications().accepted());
        verifications(registry, "insufficient_scope", s -> s.verifications().insufficientScope());
        verifications(registry, "unavailable", s -> s.verifications().unavailable());
        verifications(registry, "overloaded", s -> s.verifications().overloaded());
        for (RejectionReason reason : RejectionReason.values()) {
            verifications(
                    registry,
                    reason.name().toLowerCase(Locale.ROOT),
                    s -> s.verifications().rejected().getOrDefault(reason, 0L));
        }
    }

    private void verifications(MeterRegistry registry, String outcome, ToDoubleFunction<Statistics> value) {
        counter(registry, "latchkey.verifications", outcome, "Outcomes of verifications", value);
    }

    private void bindEvents(MeterRegistry registry) {
        String events = "Events for listeners";
        counter(
                registry,
                "latchkey.events",
                "delivered",
                events,
                s -> s.events().delivered());
        counter(registry, "latchkey.events", "failed", events, s -> s.events().failed());
        counter(registry, "latchkey.events", "dropped", events, s -> s.events().dropped());
        gauge(
                registry,
                "latchkey.events.waiting",
                "Events that wait for a listener",
                s -> s.events().waiting());
    }

    private void bindUses(MeterRegistry registry) {
        String uses = "Uses of tokens, where they are recorded";
        counter(registry, "latchkey.uses", "written", uses, s -> s.uses().written());
        counter(registry, "latchkey.uses", "failed", uses, s -> s.uses().failures());
        counter(registry, "latchkey.uses", "lost", uses, s -> s.uses().lost());
        gauge(
                registry,
                "latchkey.uses.pending",
                "Tokens whose uses are not written yet",
                s -> s.uses().pending());
    }

    private void bindHousekeeping(MeterRegistry registry) {
        String runs = "Runs of housekeeping on this node";
        counter(
                registry,
                "latchkey.housekeeping.runs",
                "completed",
                runs,
                s -> s.housekeeping().runs());
        counter(
                registry,
                "latchkey.housekeeping.runs",
                "failed",
                runs,
                s -> s.housekeeping().failures());
        String done = "What housekeeping deleted, ended and announced";
        counter(
                registry,
                "latchkey.housekeeping.done",
                "deleted",
                done,
                s -> s.housekeeping().deleted());
        counter(
                registry,
                "latchkey.housekeeping.done",
                "idle",
                done,
                s -> s.housekeeping().idle());
        counter(
                registry,
                "latchkey.housekeeping.done",
                "announced",
                done,
                s -> s.housekeeping().notices());
        counter(
                registry,
                "latchkey.housekeeping.done",
                "trimmed_feed",
                done,
                s -> s.housekeeping().trimmed().feed());
        counter(
                registry,
                "latchkey.housekeeping.done",
                "trimmed_trail",
                done,
                s -> s.housekeeping().trimmed().trail());
    }

    private static double leaseAge(AccessTokens tokens) {
        Optional<Duration> age = tokens.statistics().records().feed().leaseAge();
        return age.isPresent() ? age.get().toMillis() : Double.NaN;
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Statistics> value) {
        Gauge.builder(name, tokens, each -> value.applyAsDouble(each.statistics()))
                .description(description)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String outcome,
            String description,
            ToDoubleFunction<Statistics> value) {
        FunctionCounter.Builder<AccessTokens> counter = FunctionCounter.builder(
                        name, tokens, each -> value.applyAsDouble(each.statistics()))
                .description(description);
        (outcome.isEmpty() ? counter : counter.tag("outcome", outcome)).register(registry);
    }
}
