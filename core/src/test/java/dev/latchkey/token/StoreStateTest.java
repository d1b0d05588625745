package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreStateTest {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    @Test
    void the_cut_off_is_within_1970_and_9999_in_whole_milliseconds() {
        assertThat(StoreState.INITIAL.withRejectIssuedBefore(Instant.EPOCH).rejectIssuedBefore())
                .isEqualTo(Instant.EPOCH);
        assertThat(StoreState.INITIAL
                        .withRejectIssuedBefore(LATEST.plusNanos(999_999))
                        .rejectIssuedBefore())
                .isEqualTo(LATEST);
    }

    @Test
    void a_cut_off_out_of_range_is_refused_whatever_is_recorded() {
        StoreState latest = StoreState.INITIAL.withRejectIssuedBefore(LATEST);

        for (Instant time :
                new Instant[] {Instant.MIN, Instant.EPOCH.minusNanos(1), LATEST.plusMillis(1), Instant.MAX}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StoreState.INITIAL.withRejectIssuedBefore(time))
                    .withMessageContaining("9999");
            assertThatIllegalArgumentException().isThrownBy(() -> latest.withRejectIssuedBefore(time));
            assertThatIllegalArgumentException().isThrownBy(() -> new StoreState(1, time, null));
        }
    }

    @Test
    void the_cut_off_moves_forward_and_never_back() {
        StoreState state = StoreState.INITIAL
                .withRevocationBound(Duration.ofSeconds(1))
                .withRejectIssuedBefore(Instant.ofEpochSecond(50));

        assertThat(state.withRejectIssuedBefore(Instant.ofEpochSecond(49))).isSameAs(state);
        assertThat(state.withRejectIssuedBefore(Instant.ofEpochSecond(50))).isSameAs(state);
        assertThat(state.withRejectIssuedBefore(Instant.ofEpochSecond(51)))
                .isEqualTo(new StoreState(3, Instant.ofEpochSecond(51), Duration.ofSeconds(1)));
    }

    @Test
    void a_state_has_a_version_from_0_that_leaves_a_later_one() {
        assertThat(new StoreState(Long.MAX_VALUE - 1, null, null).version()).isEqualTo(Long.MAX_VALUE - 1);
        for (long version : new long[] {-1, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StoreState(version, null, null))
                    .withMessageContaining("version " + version);
        }
    }

    @Test
    void the_bound_is_at_most_a_day_in_whole_milliseconds() {
        assertThat(StoreState.INITIAL.withRevocationBound(Duration.ofDays(1)).revocationBound())
                .isEqualTo(Duration.ofDays(1));
        assertThat(StoreState.INITIAL
                        .withRevocationBound(Duration.ofNanos(999_999))
                        .revocationBound())
                .isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "PT24H0.000000001S", "PT2562047788015215H", "PT-2562047788015215H"})
    void a_bound_out_of_range_is_refused(String bound) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreState.INITIAL.withRevocationBound(Duration.parse(bound)))
                .withMessageContaining("24 hours");
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreState(1, null, Duration.parse(bound)));
    }

    @Test
    void the_time_since_when_uses_are_recorded_only_moves_forward_until_it_is_cleared() {
        Instant first = Instant.parse("2026-01-01T00:00:00.001Z");
        StoreState recorded = StoreState.INITIAL.withUsesRecordedSince(first.plusNanos(1));

        assertThat(recorded).isEqualTo(new StoreState(1, null, null, first));
        assertThat(recorded.withUsesRecordedSince(first)).isSameAs(recorded);
        assertThat(recorded.withUsesRecordedSince(first.minusMillis(1))).isSameAs(recorded);
        assertThat(recorded.withUsesRecordedSince(first.plusMillis(1)))
                .isEqualTo(new StoreState(2, null, null, first.plusMillis(1)));
        assertThat(recorded.withoutUsesRecorded()).isEqualTo(new StoreState(2, null, null));
        assertThat(StoreState.INITIAL.withoutUsesRecorded()).isSameAs(StoreState.INITIAL);
        assertThatIllegalArgumentException().isThrownBy(() -> recorded.withUsesRecordedSince(Instant.MIN));
        assertThatIllegalArgumentException().isThrownBy(() -> new StoreState(1, null, null, Instant.MAX));
    }

    @Test
    void a_change_of_one_value_keeps_the_others() {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        StoreState all = new StoreState(3, time, Duration.ofSeconds(1), time);

        assertThat(all.withRejectIssuedBefore(time.plusMillis(1)))
                .isEqualTo(new StoreState(4, time.plusMillis(1), Duration.ofSeconds(1), time));
        assertThat(all.withRevocationBound(Duration.ofSeconds(2)))
                .isEqualTo(new StoreState(4, time, Duration.ofSeconds(2), time));
        assertThat(all.withUsesRecordedSince(time.plusMillis(1)))
                .isEqualTo(new StoreState(4, time, Duration.ofSeconds(1), time.plusMillis(1)));
        assertThat(all.withoutUsesRecorded()).isEqualTo(new StoreState(4, time, Duration.ofSeconds(1)));
    }
}
