package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.resilience.Operation.Kind;
import dev.latchkey.resilience.Operation.Outcome;
import dev.latchkey.resilience.Violation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Histories written by hand, in milliseconds, with a bound of 250; each breaks one rule, or none. */
class HistoryCheckerTest {

    private final HistoryChecker checker = new HistoryChecker(Duration.ofMillis(250));

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Operation verify(int node, long invoked, Outcome outcome) {
        return Operation.verified(node, "t", nanos(invoked), nanos(invoked + 1), outcome);
    }

    private static Operation driver(Kind kind, long invoked, long completed, Outcome outcome) {
        return new Operation(Operation.DRIVER, kind, "t", nanos(invoked), nanos(completed), outcome);
    }

    private void told(Operation... operations) {
        List.of(operations).forEach(checker::add);
    }

    private void fault(int node, long began, long recovered) {
        checker.add(new Fault("pause", node, nanos(began), nanos(recovered)));
    }

    private List<Rule> broken() {
        return checker.violations().stream().map(Violation::rule).toList();
    }

    @Test
    void a_token_that_is_accepted_until_the_bound_and_refused_from_then_on_breaks_nothing() {
        told(
                driver(Kind.ISSUE, 0, 5, Outcome.DONE),
                verify(1, 10, Outcome.ACCEPTED),
                driver(Kind.REVOKE, 100, 110, Outcome.DONE),
                verify(1, 360, Outcome.ACCEPTED),
                verify(2, 105, Outcome.REVOKED),
                verify(1, 365, Outcome.REVOKED));

        assertThat(broken()).isEmpty();
    }

    @Test
    void an_acceptance_beyond_the_bound_breaks_s1() {
        told(driver(Kind.REVOKE, 100, 110, Outcome.DONE), verify(1, 361, Outcome.ACCEPTED));

        assertThat(broken()).containsExactly(Rule.S1);
    }

    @Test
    void the_bound_counts_from_the_first_confirmed_revocation() {
        told(
                driver(Kind.REVOKE, 100, 110, Outcome.DONE),
                driver(Kind.REVOKE, 300, 310, Outcome.DONE),
                verify(1, 400, Outcome.ACCEPTED));

        assertThat(broken()).containsExactly(Rule.S1);
    }

    @Test
    void an_acceptance_after_a_refusal_on_the_same_node_breaks_s2() {
        told(
                driver(Kind.REVOKE, 100, 110, Outcome.DONE),
                verify(1, 120, Outcome.REVOKED),
                verify(1, 130, Outcome.ACCEPTED));

        assertThat(broken()).containsExactly(Rule.S2);
    }

    @Test
    void an_acceptance_that_was_under_way_during_the_refusal_breaks_nothing() {
        told(
                driver(Kind.REVOKE, 100, 110, Outcome.DONE),
                verify(1, 120, Outcome.REVOKED),
                Operation.verified(1, "t", nanos(119), nanos(150), Outcome.ACCEPTED),
                verify(2, 130, Outcome.ACCEPTED));

        assertThat(broken()).isEmpty();
    }

    @Test
    void an_acceptance_after_an_awaited_revocation_breaks_s3() {
        told(driver(Kind.REVOKE_AND_AWAIT, 100, 370, Outcome.DONE), verify(1, 371, Outcome.ACCEPTED));

        assertThat(broken()).containsExactly(Rule.S3);
    }

    @Test
    void a_refusal_of_a_live_token_breaks_s4_for_whatever_reason() {
        told(verify(1, 10, Outcome.REJECTED), verify(2, 10, Outcome.REVOKED));

        assertThat(broken()).containsExactly(Rule.S4, Rule.S4);
    }

    @Test
    void a_refusal_before_the_revocation_began_breaks_s4() {
        told(verify(1, 10, Outcome.REVOKED), driver(Kind.REVOKE, 100, 110, Outcome.DONE));

        assertThat(broken()).containsExactly(Rule.S4);
    }

    @Test
    void a_revoked_token_that_is_refused_as_unknown_breaks_s4() {
        told(driver(Kind.REVOKE, 100, 110, Outcome.DONE), verify(1, 120, Outcome.REJECTED));

        assertThat(broken()).containsExactly(Rule.S4);
    }

    @Test
    void no_answer_breaks_s4_unless_there_is_a_fault_or_was_just_now() {
        fault(1, 1_000, 2_000);
        told(
                verify(1, 500, Outcome.UNAVAILABLE),
                verify(1, 1_500, Outcome.UNAVAILABLE),
                verify(1, 6_900, Outcome.UNAVAILABLE),
                verify(2, 1_500, Outcome.UNAVAILABLE));

        assertThat(broken()).containsExactly(Rule.S4, Rule.S4);
    }

    @Test
    void acceptances_that_do_not_resume_break_s5() {
        fault(1, 1_000, 2_000);
        told(verify(1, 900, Outcome.ACCEPTED), verify(1, 7_100, Outcome.ACCEPTED));

        assertThat(broken()).containsExactly(Rule.S5);
    }

    @Test
    void acceptances_that_resume_in_time_break_nothing() {
        fault(Fault.ALL, 1_000, 2_000);
        told(
                verify(1, 900, Outcome.ACCEPTED),
                verify(1, 6_900, Outcome.ACCEPTED),
                verify(1, 9_000, Outcome.ACCEPTED),
                verify(2, 2_100, Outcome.ACCEPTED));

        assertThat(broken()).isEmpty();
    }

    @Test
    void the_next_fault_or_the_end_of_the_history_leaves_s5_undecided() {
        fault(1, 1_000, 2_000);
        fault(1, 6_500, 8_000);
        told(verify(1, 900, Outcome.ACCEPTED), verify(2, 9_000, Outcome.ACCEPTED));

        assertThat(broken()).isEmpty();
    }

    @Test
    void after_a_revocation_of_unknown_outcome_neither_answer_is_wrong() {
        told(
                driver(Kind.REVOKE, 100, 110, Outcome.UNKNOWN),
                verify(1, 1_000, Outcome.ACCEPTED),
                verify(2, 1_000, Outcome.REVOKED));

        assertThat(broken()).isEmpty();
    }

    @Test
    void a_later_confirmed_revocation_ends_the_unknown() {
        told(
                driver(Kind.REVOKE, 100, 110, Outcome.UNKNOWN),
                driver(Kind.REVOKE, 200, 210, Outcome.DONE),
                verify(2, 150, Outcome.REVOKED),
                verify(1, 461, Outcome.ACCEPTED));

        assertThat(broken()).containsExactly(Rule.S1);
    }

    @Test
    void a_token_that_a_restored_database_lost_is_held_to_the_bound_too() {
        told(
                driver(Kind.LOSE, 100, 110, Outcome.DONE),
                verify(2, 120, Outcome.REJECTED),
                verify(1, 361, Outcome.ACCEPTED));

        assertThat(broken()).containsExactly(Rule.S1);
    }

    @Test
    void a_token_that_a_restored_database_brought_back_is_held_to_nothing() {
        checker.forget("t");
        told(
                driver(Kind.REVOKE, 100, 110, Outcome.DONE),
                verify(1, 120, Outcome.REVOKED),
                verify(1, 900, Outcome.ACCEPTED));

        assertThat(broken()).isEmpty();
    }

    /** What a node leaves out, and in which order it tells, must not matter. */
    @Test
    void the_order_in_which_operations_are_told_does_not_matter() {
        List<Operation> operations = new ArrayList<>(List.of(
                driver(Kind.REVOKE, 100, 110, Outcome.DONE),
                verify(1, 120, Outcome.REVOKED),
                verify(1, 130, Outcome.ACCEPTED),
                verify(1, 140, Outcome.REVOKED),
                verify(1, 90, Outcome.ACCEPTED),
                verify(2, 361, Outcome.ACCEPTED),
                verify(2, 200, Outcome.ACCEPTED)));
        for (int seed = 0; seed < 100; seed++) {
            Collections.shuffle(operations, new Random(seed));
            HistoryChecker other = new HistoryChecker(Duration.ofMillis(250));

            operations.forEach(other::add);

            assertThat(other.violations().stream().map(Violation::rule))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrder(Rule.S1, Rule.S2);
        }
    }
}
