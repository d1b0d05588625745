package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.change.FloodGate.Kind;
import dev.latchkey.token.RejectionReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many events clients can cause in a second. */
class FloodGateTest {

    private static final long NOW = 5_000_000_000L;

    private final FloodGate gate = new FloodGate(NOW);

    private void exhaust(Kind kind) {
        IntStream.range(0, FloodGate.EACH_SECOND)
                .forEach(i -> assertThat(gate.admits(kind)).isTrue());
    }

    @Test
    void a_hundred_events_of_a_kind_are_admitted_in_a_second() {
        exhaust(Kind.REUSED);

        assertThat(gate.isExhausted(Kind.REUSED)).isTrue();
        assertThat(gate.admits(Kind.REUSED)).isFalse();
        assertThat(gate.isExhausted(Kind.REJECTED)).isFalse();
        assertThat(gate.admits(Kind.REJECTED)).isTrue();
    }

    @Test
    void a_renewal_admits_events_again_and_hands_over_what_was_counted() {
        exhaust(Kind.REJECTED);
        gate.count(RejectionReason.UNKNOWN);
        gate.count(RejectionReason.UNKNOWN);
        gate.count(RejectionReason.EXPIRED);
        Map<RejectionReason, Long> taken = new EnumMap<>(RejectionReason.class);

        gate.renew(NOW, taken::put);

        assertThat(taken)
                .containsExactlyInAnyOrderEntriesOf(Map.of(RejectionReason.UNKNOWN, 2L, RejectionReason.EXPIRED, 1L));
        assertThat(gate.isExhausted(Kind.REJECTED)).isFalse();
        assertThat(gate.admits(Kind.REJECTED)).isTrue();
        taken.clear();
        gate.renew(NOW, taken::put);
        assertThat(taken).isEmpty();
    }

    @Test
    void the_first_renewal_is_due_at_once_and_the_next_a_second_later() {
        assertThat(gate.restUntilDue(NOW)).isZero();

        gate.renew(NOW, (reason, times) -> {});

        assertThat(gate.restUntilDue(NOW)).isEqualTo(FloodGate.SECOND);
        assertThat(gate.restUntilDue(NOW + 1)).isEqualTo(FloodGate.SECOND - 1);
        assertThat(gate.restUntilDue(NOW + FloodGate.SECOND)).isZero();
    }

    @Test
    void the_first_to_need_a_renewal_asks_for_it_and_a_renewal_ends_that() {
        assertThat(gate.isLimited()).isFalse();

        assertThat(gate.limit()).isTrue();
        assertThat(gate.limit()).isFalse();
        assertThat(gate.isLimited()).isTrue();

        gate.renew(NOW, (reason, times) -> {});
        assertThat(gate.isLimited()).isFalse();
        assertThat(gate.limit()).isTrue();
    }
}
