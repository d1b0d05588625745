package dev.latchkey.testkit.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.latchkey.scope.ScopePolicy;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestTag;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each broken policy fails the law that it breaks, and an unbroken one fails none. */
class ScopePolicyLawsTest {

    @TestFactory
    Stream<DynamicTest> each_broken_policy_fails_the_law_that_it_breaks() {
        List<BrokenPolicies.Broken> broken = BrokenPolicies.all();
        return IntStream.range(0, broken.size())
                .mapToObj(i -> DynamicTest.dynamicTest(broken.get(i).getClass().getSimpleName(), () -> {
                    List<String> failed = lawsFailedBy(broken.get(i));

                    assertThat(failed).as("failed laws").contains("SP-" + (i + 1));
                }));
    }

    @TestFactory
    Stream<DynamicTest> owners_and_unknown_scopes_take_part_in_the_laws() {
        return BrokenPolicies.more().entrySet().stream()
                .map(broken -> DynamicTest.dynamicTest(
                        broken.getValue().getClass().getSimpleName(),
                        () -> assertThat(lawsFailedBy(broken.getValue()))
                                .as("failed laws")
                                .contains(broken.getKey())));
    }

    @Test
    void a_policy_that_breaks_nothing_fails_no_law() {
        assertThat(lawsFailedBy(new BrokenPolicies.Broken() {})).isEmpty();
    }

    private static List<String> lawsFailedBy(ScopePolicy policy) {
        LawsUnderTest.policy = policy;
        return EngineTestKit.engine("jqwik")
                .selectors(selectClass(LawsUnderTest.class))
                .execute()
                .testEvents()
                .failed()
                .map(Event::getTestDescriptor)
                .flatMap(law -> law.getTags().stream())
                .map(TestTag::getName)
                .toList();
    }
}
