package dev.latchkey.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The random sequences find what is wrong with a store, in each of its parts. */
class StoreModelTest {

    private static final String ANSWERS = "every_answer_equals_that_of_the_model";
    private static final String WALKS = "a_walk_among_writers_meets_what_keeps_its_place_exactly_once";

    @AfterEach
    void repair() {
        KitUnderTest.making = DelegatingStore::new;
    }

    static Stream<Arguments> sabotaged() {
        return Stream.of(
                found(SabotagedRecords.UpdatesWithoutVersion::new, ANSWERS),
                found(SabotagedRecords.RoundsTimesUp::new, ANSWERS),
                found(SabotagedRecords.ReplacesInTwoSteps::new, ANSWERS),
                found(SabotagedRecords.WritesStepByStep::new, ANSWERS),
                found(SabotagedRecords.IgnoresTheOrder::new, ANSWERS),
                found(SabotagedRecords.DeletesAnotherVersion::new, ANSWERS),
                found(SabotagedFeeds.ForgetsDeletions::new, ANSWERS),
                found(SabotagedFeeds.MarksAnyEnd::new, ANSWERS),
                found(SabotagedFeeds.MarksChangeTheState::new, ANSWERS),
                found(SabotagedRecords.ReadsFromCache::new, ANSWERS),
                found(SabotagedLists.SkipsTies::new, ANSWERS),
                found(SabotagedLists.PagesByOffset::new, WALKS),
                found(SabotagedLists.KeepsTheLastScopesNotTheUnion::new, ANSWERS),
                found(SabotagedFeeds.ForgetsReplacements::new, ANSWERS),
                found(SabotagedFeeds.JumpsToTheEnd::new, ANSWERS),
                found(SabotagedFeeds.TrimsInSilence::new, ANSWERS));
    }

    private static Arguments found(Supplier<DelegatingStore> making, String property) {
        return Arguments.of(making.get().getClass().getSimpleName(), making, property);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sabotaged")
    void what_is_wrong_with_a_store_is_found(String name, Supplier<DelegatingStore> making, String property) {
        KitUnderTest.making = making;

        assertThat(failed()).contains(property);
    }

    @Test
    void nothing_is_found_in_a_store_that_is_right() {
        KitUnderTest.making = OwnFeedStore::new;

        assertThat(failed()).isEmpty();
    }

    private static List<String> failed() {
        return StoreContractsTest.failed("jqwik", KitUnderTest.Model.class);
    }
}
