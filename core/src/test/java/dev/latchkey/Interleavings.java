package dev.latchkey;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Runs the operations of a class in many interleavings, chosen by Lincheck rather than by the scheduler. */
public final class Interleavings {

    private static final int SCENARIOS = Integer.getInteger("latchkey.lincheck.iterations", 5);
    private static final int INTERLEAVINGS_OF_EACH = 300;

    private Interleavings() {}

    /**
     * Checks that what the operations return could also have been returned had they run one after the other.
     *
     * @param law a public class with a constructor without parameters
     * @throws LincheckAssertionError with the interleaving in which that was not so
     */
    public static void check(Class<?> law, int threads, int operationsOfEach) {
        // What the maps, the cache and the adders promise is taken for granted, so that what is tried are
        // the interleavings of their callers.
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS_OF_EACH)
                .threads(threads)
                .actorsPerThread(operationsOfEach)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .addGuarantee(forClasses(
                                ConcurrentMap.class.getName(),
                                ConcurrentHashMap.class.getName(),
                                Cache.class.getName(),
                                LongAdder.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                .check(law);
    }
}
