package dev.latchkey.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each sabotaged store fails the rule that it breaks, and that rule alone; one that breaks nothing fails none. */
class StoreContractsTest {

    private static final Class<?>[] CONTRACTS = {
        KitUnderTest.Store.class,
        KitUnderTest.Lists.class,
        KitUnderTest.Feed.class,
        KitUnderTest.Concurrency.class,
        KitUnderTest.Durability.class
    };

    @AfterEach
    void repair() {
        KitUnderTest.making = DelegatingStore::new;
        KitUnderTest.reopening = Function.identity();
    }

    static Stream<Arguments> sabotaged() {
        return Stream.of(
                sabotage("TS-1", SabotagedRecords.ReadsFromCache::new),
                sabotage("TS-1", SabotagedRecords.ReadsInSteps::new),
                sabotage("TS-1", SabotagedRecords.FindsTenAtOnce::new),
                sabotage("TS-1", SabotagedRecords.FindsAnyNumber::new),
                sabotage("TS-2", SabotagedRecords.RoundsTimesUp::new),
                sabotage("TS-2", SabotagedRecords.CutsHashes::new),
                sabotage("TS-3", SabotagedRecords.InsertsOverWhatExists::new),
                sabotage("TS-3", SabotagedRecords.TakesARequestKeyTwice::new),
                sabotage("TS-3", SabotagedRecords.OwnersIgnoringCase::new),
                sabotage("TS-3", SabotagedRecords.OwnersIgnoringTrailingSpaces::new),
                sabotage("TS-3", SabotagedRecords.UpdatesWithoutVersion::new),
                sabotage("TS-3", SabotagedRecords.ComparesThenUpdates::new),
                sabotage("TS-3", SabotagedRecords.UpdatesWhatIsNotThere::new),
                sabotage("TS-3", SabotagedRecords.ReplacesInTwoSteps::new),
                sabotage("TS-3", SabotagedRecords.ReplacesSuccessorFirst::new),
                sabotage("TS-3", SabotagedRecords.StateWithoutVersion::new),
                sabotage("TS-3", SabotagedRecords.StateWithoutBound::new),
                sabotage("TS-3", SabotagedRecords.StateWithoutUses::new),
                sabotage("TS-3", SabotagedRecords.StateEndsIn2038::new),
                sabotage("TS-3", SabotagedRecords.DeletesAnotherVersion::new),
                sabotage("TS-3", SabotagedRecords.DeletesWhatIsNotThere::new),
                sabotage("TS-3", SabotagedLists.KeepsUsesOfTheDeleted::new),
                sabotage("TS-3", SabotagedRecords.WritesStepByStep::new),
                sabotage("TS-3", SabotagedRecords.IgnoresTheOrder::new),
                sabotage("TS-3", SabotagedRecords.WritesAnyNumber::new),
                sabotage("TS-3", SabotagedRecords.WritesOneLess::new),
                sabotage("TS-3", SabotagedFeeds.MarksAnyEnd::new),
                sabotage("TS-4", SabotagedLists.ListsBackwards::new),
                sabotage("TS-4", SabotagedLists.SkipsTies::new),
                sabotage("TS-4", SabotagedLists.RepeatsTies::new),
                sabotage("TS-4", SabotagedLists.PagesByOffset::new),
                sabotage("TS-4", SabotagedLists.OwnersIgnoringCase::new),
                sabotage("TS-4", SabotagedLists.OwnersIgnoringTrailingSpaces::new),
                sabotage("TS-4", SabotagedLists.PagesOfAnyLength::new),
                sabotage("TS-4", SabotagedSearches.ExaminesEverything::new),
                sabotage("TS-4", SabotagedSearches.ExaminesLess::new),
                sabotage("TS-4", SabotagedSearches.FiltersPages::new),
                sabotage("TS-4", SabotagedSearches.SearchesAllOwners::new),
                sabotage("TS-4", SabotagedSearches.ExpiredAreLive::new),
                sabotage("TS-4", SabotagedSearches.StatesByEnd::new),
                sabotage("TS-4", SabotagedSearches.IgnoresTheCutOff::new),
                sabotage("TS-4", SabotagedSearches.DisabledThoughEnded::new),
                sabotage("TS-4", SabotagedSearches.IgnoresRevocations::new),
                sabotage("TS-4", SabotagedSearches.ActorsIgnoringCase::new),
                sabotage("TS-4", SabotagedSearches.AttributesByPrefix::new),
                sabotage("TS-4", SabotagedSearches.DescriptionsInTheirCase::new),
                sabotage("TS-4", SabotagedSearches.DescriptionsByPattern::new),
                sabotage("TS-4", SabotagedSearches.DescriptionsInAscii::new),
                sabotage("TS-4", SabotagedSearches.ScopesByText::new),
                sabotage("TS-4", SabotagedSearches.ScopesByMember::new),
                sabotage("TS-4", SabotagedSearches.IdleOnlyIfUsed::new),
                sabotage("TS-4", SabotagedSearches.IdleByIssue::new),
                sabotage("TS-4", SabotagedSearches.NeverUsedThoughUsed::new),
                sabotage("TS-4", SabotagedSearches.ExpiresByEnd::new),
                sabotage("TS-4", SabotagedSearches.EndlessOnlyIfNotEnded::new),
                sabotage("TS-4", SabotagedSearches.DerivedDirectly::new),
                sabotage("TS-4", SabotagedSearches.DerivedByText::new),
                sabotage("TS-4", SabotagedSearches.KeepsTheLastCondition::new),
                sabotage("TS-5", SabotagedLists.KeepsOneUseOfABatch::new),
                sabotage("TS-5", SabotagedLists.LosesABatchWithUnknownTokens::new),
                sabotage("TS-5", SabotagedLists.KeepsTheLastTimeNotTheLatest::new),
                sabotage("TS-5", SabotagedLists.KeepsTheLastScopesNotTheUnion::new),
                sabotage("TS-5", SabotagedLists.UsesRaiseTheVersion::new),
                sabotage("TS-5", SabotagedLists.RecordsAnyNumberOfUses::new),
                sabotage("TS-5", SabotagedLists.RecordsUsesOfAnyLength::new),
                sabotage("TS-5", SabotagedLists.PoisonsAUse::new),
                sabotage("TS-5", SabotagedLists.KeepsTheFirstScopes::new),
                sabotage("TS-5", SabotagedLists.RecordsUsesOfTheDeleted::new),
                sabotage("TF-1", SabotagedFeeds.TellsOfInserts::new),
                sabotage("TF-1", SabotagedFeeds.TellsOfUses::new),
                sabotage("TF-1", SabotagedFeeds.TellsOfRefusedWrites::new),
                sabotage("TF-1", SabotagedFeeds.ForgetsReplacements::new),
                sabotage("TF-1", SabotagedFeeds.ForgetsDeletions::new),
                sabotage("TF-1", SabotagedFeeds.ForgetsTheState::new),
                sabotage("TF-1", SabotagedFeeds.StopsAtHoles::new),
                sabotage("TF-1", SabotagedFeeds.SkipsLateCommits::new),
                sabotage("TF-1", SabotagedFeeds.TellsAfterTheCommit::new),
                sabotage("TF-1", SabotagedFeeds.DrainedTooEarly::new),
                sabotage("TF-1", SabotagedFeeds.JumpsToTheEnd::new),
                sabotage("TF-1", SabotagedFeeds.IgnoresNonces::new),
                sabotage("TF-1", SabotagedFeeds.ReadsByAnyLimit::new),
                sabotage("TF-1", SabotagedFeeds.MarksChangeTheState::new),
                sabotage("TF-1", SabotagedFeeds.ReportsTheLastStep::new),
                sabotage("TF-2", SabotagedFeeds.TrimsTheNewest::new),
                sabotage("TF-2", SabotagedFeeds.TrimsByAnyTime::new),
                sabotage("TF-2", SabotagedFeeds.TrimsInSilence::new),
                sabotage("TF-2", SabotagedFeeds.TrimsWhatIsNotOld::new),
                sabotage("TF-2", SabotagedFeeds.TrimsBeyondTheLimit::new),
                sabotage("TF-3", SabotagedFeeds.AnswersWhateverThePosition::new),
                sabotage("TF-3", SabotagedFeeds.ComparesPositionsByNumber::new),
                sabotage("TF-3", SabotagedFeeds.AnswersFromAReplica::new),
                reopened("TD-1", SabotagedReopening.LosesTheLastVersion::new),
                reopened("TD-1", SabotagedReopening.BringsBackTheDeleted::new),
                reopened("TD-2", SabotagedReopening.ForgetsTheState::new),
                reopened("TD-3", SabotagedReopening.ForgetsUses::new),
                reopened("TD-4", SabotagedReopening.ForgetsRequestKeys::new),
                reopened("TD-5", SabotagedReopening.ForgetsTheFeed::new),
                reopened("TD-5", SabotagedReopening.CountsAgain::new));
    }

    private static Arguments sabotage(String rule, Supplier<DelegatingStore> making) {
        return Arguments.of(name(making.get()), rule, making, Function.identity());
    }

    private static Arguments reopened(String rule, Function<DelegatingStore, DelegatingStore> reopening) {
        Supplier<DelegatingStore> making = DelegatingStore::new;
        return Arguments.of(name(reopening.apply(making.get())), rule, making, reopening);
    }

    private static String name(DelegatingStore store) {
        return store.getClass().getSimpleName();
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @MethodSource("sabotaged")
    void a_sabotaged_store_fails_the_rule_that_it_breaks_and_no_other(
            String name,
            String rule,
            Supplier<DelegatingStore> making,
            Function<DelegatingStore, DelegatingStore> reopening) {
        KitUnderTest.making = making;
        KitUnderTest.reopening = reopening;

        assertThat(rulesFailed()).containsExactly(rule);
    }

    /** It alone must know that it is being closed. */
    @Test
    void a_store_whose_replacements_can_be_cut_fails_the_rule_of_what_the_closing_cuts_off() {
        KitUnderTest.making = SabotagedReopening.CutsReplacements::new;
        KitUnderTest.reopening =
                before -> new SabotagedReopening.CutsReplacements((SabotagedReopening.CutsReplacements) before);

        assertThat(rulesFailed()).containsExactly("TD-6");
    }

    @Test
    void a_store_that_breaks_nothing_fails_no_rule() {
        assertThat(rulesFailed()).isEmpty();

        KitUnderTest.making = OwnFeedStore::new;
        assertThat(rulesFailed()).isEmpty();

        KitUnderTest.making = SabotagedSearches.SearchesRightly::new;
        assertThat(rulesFailed()).isEmpty();
    }

    private static Set<String> rulesFailed() {
        return failures("junit-jupiter", CONTRACTS)
                .flatMap(test -> test.getTags().stream())
                .map(TestTag::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<String> failed(String engine, Class<?>... classes) {
        return failures(engine, classes)
                .map(test -> test.getDisplayName().replace(' ', '_'))
                .toList();
    }

    private static Stream<TestDescriptor> failures(String engine, Class<?>... classes) {
        DiscoverySelector[] selectors =
                Arrays.stream(classes).map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new);
        return EngineTestKit.engine(engine)
                // Else every counterexample, as wanted as they are here, is printed.
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .selectors(selectors)
                .execute()
                .testEvents()
                .failed()
                .map(Event::getTestDescriptor);
    }
}
