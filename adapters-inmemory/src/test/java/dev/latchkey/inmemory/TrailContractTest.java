package dev.latchkey.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each store with a wrong trail fails the rule that it breaks, and that rule alone; one that breaks nothing fails none. */
class TrailContractTest {

    @AfterEach
    void repair() {
        KitUnderTest.making = DelegatingStore::new;
    }

    static Stream<Arguments> sabotaged() {
        return Stream.of(
                sabotage("refused_steps_leave_no_entry", SabotagedTrails.TellsOfRefusedSteps::new),
                sabotage("entries_are_written_with_the_steps", SabotagedTrails.LosesEntries::new),
                sabotage("more_entries_than_steps_of_one_write_are_refused", SabotagedTrails.TakesAnyNumber::new),
                sabotage("pages_have_each_entry_once", SabotagedTrails.RepeatsTheLast::new),
                sabotage("filters_are_joined_by_and_on_every_page", SabotagedTrails.ForgetsTheActor::new),
                sabotage("entries_of_acts_before_the_time_go", SabotagedTrails.TrimsOneMore::new),
                sabotage("the_oldest_go_first_and_no_more_than_the_limit", SabotagedTrails.TrimsBeyondTheLimit::new),
                sabotage("entries_of_owners_with_similar_names_remain", SabotagedTrails.ErasesOwnersIgnoringCase::new),
                sabotage("entries_of_other_owners_remain", SabotagedTrails.ErasesWhatTheOwnerDid::new),
                sabotage("entries_of_all_tokens_of_the_owner_go", SabotagedTrails.ErasesByStoredTokens::new),
                sabotage("no_more_go_than_the_limit", SabotagedTrails.ErasesBeyondTheLimit::new),
                sabotage("wrong_arguments_are_refused", SabotagedTrails.ErasesByAnyLimit::new));
    }

    private static Arguments sabotage(String rule, Supplier<DelegatingStore> making) {
        return Arguments.of(rule, making);
    }

    @ParameterizedTest
    @MethodSource("sabotaged")
    void a_wrong_trail_fails_the_rule_that_it_breaks(String rule, Supplier<DelegatingStore> making) {
        KitUnderTest.making = making;

        assertThat(StoreContractsTest.failed("junit-jupiter", KitUnderTest.Trail.class))
                .anySatisfy(failed -> assertThat(failed).startsWith(rule));
    }

    @Test
    void a_right_trail_fails_no_rule() {
        assertThat(StoreContractsTest.failed("junit-jupiter", KitUnderTest.Trail.class))
                .isEmpty();
    }
}
