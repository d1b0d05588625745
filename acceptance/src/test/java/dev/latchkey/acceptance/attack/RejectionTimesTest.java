package dev.latchkey.acceptance.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.acceptance.attack.PairedTimes.Differences;
import dev.latchkey.acceptance.attack.PairedTimes.Interval;
import dev.latchkey.acceptance.attack.Target.Owned;
import dev.latchkey.testkit.store.TokenRecords;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long a rejection takes gives nothing away about a secret, nor about ids where the checksum is keyed. */
class RejectionTimesTest {

    private static final int TEXTS = 64;

    /** Far beyond chance: one run in a million. */
    private static final double FLAGGED = 5;

    private final Random random = new Random(20260101);
    private volatile int seen;

    @Test
    void how_much_of_a_secret_is_right_does_not_show_and_would_be_seen_if_it_did() {
        try (Target target = Target.with(Target.cheapest())) {
            Owned hot = target.hotToken();
            List<String> almostRight = texts(() -> Forger.almostRight(hot));
            List<String> allWrong = texts(() -> Forger.wrongSecret(hot.id()));

            assertAlike("almost right, to all wrong", target, hot.text(), almostRight, allWrong);
        }
    }

    @Test
    void unknown_ids_and_wrong_secrets_take_the_same_time_where_the_checksum_is_keyed() {
        try (Target target = Target.with(Target.cheapest(), builder -> builder.format(Forger.keyed()))) {
            Owned hot = target.coldKeyedToken();
            assertThat(target.accepts(hot)).isTrue();
            List<String> hotId = texts(() -> Forger.withAnotherKey(hot.id()));
            List<String> unknownId = texts(() -> Forger.withAnotherKey(TokenRecords.newId()));

            assertAlike("forged for a hot id, to forged for an unknown one", target, hot.text(), hotId, unknownId);
        }
    }

    /** @param right what a leak would compare with */
    private void assertAlike(String kinds, Target target, String right, List<String> some, List<String> others) {
        PairedTimes times = new PairedTimes(some, others, 50, random);
        Consumer<String> real = verifying(target);
        Consumer<String> leaking = real.andThen(text -> seen += commonPrefix(text, right));
        times.measure(real, 1_000);
        times.measure(leaking, 1_000);

        int pairs = 2_000;
        Differences sound = times.measure(real, pairs);
        Differences leaky = times.measure(leaking, pairs);
        // More pairs make the interval narrower, so noise alone does not fail this, and a leak is not averaged away.
        for (int i = 0; i < 5 && !(isFlagged(leaky) && isSmallBeside(sound, leaky)); i++) {
            sound = sound.and(times.measure(real, pairs));
            leaky = leaky.and(times.measure(leaking, pairs));
            pairs = leaky.values().length;
        }

        assertThat(isFlagged(leaky)).as("the leak is seen: %s", describe(leaky)).isTrue();
        assertThat(isSmallBeside(sound, leaky))
                .as("%s: %s; with a leak: %s", kinds, describe(sound), describe(leaky))
                .isTrue();
    }

    /** A comparison as one should not write it. */
    private static int commonPrefix(String one, String other) {
        int length = 0;
        while (length < one.length() && one.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }

    private Consumer<String> verifying(Target target) {
        return text -> seen += target.verifier().verify(text).hashCode();
    }

    private boolean isFlagged(Differences differences) {
        return differences.sign() > FLAGGED && differences.interval(random).isAboveZero();
    }

    private boolean isSmallBeside(Differences sound, Differences leaky) {
        return sound.interval(random).isWithin(leaky.median() / 3);
    }

    private String describe(Differences differences) {
        Interval interval = differences.interval(random);
        return String.format(
                Locale.ROOT,
                "%.1f ns (%.1f to %.1f), sign test %.1f, %d pairs",
                differences.median(),
                interval.low(),
                interval.high(),
                differences.sign(),
                differences.values().length);
    }

    private static List<String> texts(Supplier<String> text) {
        return Stream.generate(text).limit(TEXTS).toList();
    }
}
