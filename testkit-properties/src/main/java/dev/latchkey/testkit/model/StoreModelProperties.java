package dev.latchkey.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.ChangeFeed;
import dev.latchkey.port.TokenStore;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Long random sequences of operations, each answer compared with that of a naive model of the rules. Extend it, return
 * an empty store that has a feed, and run it with jqwik; {@code @PropertyDefaults(tries = …)} on the subclass sets the
 * number of sequences.
 *
 * <p>A failing test of the contracts, such as {@link dev.latchkey.testkit.store.TokenStoreContract}, shows which rule
 * is broken; this one shows that something is broken, with the shortest failing sequence that it has found.
 *
 * @param <S> the store's type
 */
public abstract class StoreModelProperties<S extends TokenStore & ChangeFeed> {

    /** For subclasses. */
    protected StoreModelProperties() {}

    /** {@return a store without any token; called once for each sequence} */
    protected abstract S store();

    @Provide
    Arbitrary<List<StoreOperation>> sequences() {
        return StoreOperations.sequences();
    }

    @Provide
    Arbitrary<WalkAmongWriters> walks() {
        return WalkAmongWriters.walks();
    }

    /** List walks and feed readers are interleaved with all writes. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void every_answer_equals_that_of_the_model(@ForAll("sequences") List<StoreOperation> operations) {
        StoreRun<S> run = new StoreRun<>(store());

        operations.forEach(run::run);

        run.compareAll();
    }

    /** TS-4: exactly once, under concurrent writes. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_walk_among_writers_meets_what_keeps_its_place_exactly_once(@ForAll("walks") WalkAmongWriters walk)
            throws Exception {
        WalkAmongWriters.Met met = walk.run(store());

        assertThat(met.inOrder()).isEqualTo(met.expected());
    }
}
