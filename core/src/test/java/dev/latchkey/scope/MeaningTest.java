package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The algebra agrees with the meaning of scopes: for all sets of up to three scopes whose paths have up to two segments, and
 * at random beyond.
 *
 * <p>Exhaustive: 84 spellings of 36 scopes, 7,807 sets; 60,949,249 pairs for containment, and 5,207,269 pairs for union,
 * intersection and difference.
 */
class MeaningTest {

    private static final NaiveMeaning SMALL = new NaiveMeaning(List.of("a", "b"), List.of("r"), 2);
    private static final List<String> SMALL_UNIVERSE = List.copyOf(SMALL.everything());
    private static final List<String> SPELLINGS = spellings(List.of("a", "b", "*"), List.of("r", "*"), 2);
    private static final Map<Scope, Long> MEANING = new HashMap<>();

    static {
        for (String text : SPELLINGS) {
            MEANING.put(Scope.of(text), bits(SMALL, SMALL_UNIVERSE, text).toLongArray()[0]);
        }
    }

    private static final List<Scope> SCOPES = MEANING.keySet().stream().sorted().toList();
    private static final List<ScopeSet> SETS = setsOfUpTo(3);

    @Test
    void two_spellings_are_equal_exactly_when_they_mean_the_same() {
        assertThat(SPELLINGS).hasSize(84);
        assertThat(SCOPES).hasSize(36);

        for (String one : SPELLINGS) {
            for (String other : SPELLINGS) {
                boolean same = SMALL.of(one).equals(SMALL.of(other));
                assertThat(Scope.of(one).equals(Scope.of(other)))
                        .as("%s = %s", one, other)
                        .isEqualTo(same);
                assertThat(Scope.of(one).covers(Scope.of(other)))
                        .as("%s ⊇ %s", one, other)
                        .isEqualTo(SMALL.of(one).containsAll(SMALL.of(other)));
            }
        }
    }

    @Test
    void containment_is_that_of_the_meaning() {
        long[] meanings = SETS.stream().mapToLong(MeaningTest::meaning).toArray();

        long cases = IntStream.range(0, SETS.size())
                .parallel()
                .mapToLong(i -> {
                    ScopeSet one = SETS.get(i);
                    for (int j = 0; j < meanings.length; j++) {
                        if (one.covers(SETS.get(j)) != ((meanings[j] & ~meanings[i]) == 0)) {
                            throw new AssertionError(one + " covers " + SETS.get(j) + " is wrong");
                        }
                    }
                    return meanings.length;
                })
                .sum();

        assertThat(cases).isEqualTo(60_949_249);
    }

    @Test
    void union_intersection_and_difference_are_those_of_the_meaning() {
        List<ScopeSet> fewer =
                SETS.stream().filter(set -> set.members().size() < 3).toList();

        long cases = SETS.parallelStream()
                .mapToLong(one -> {
                    long meaning = meaning(one);
                    for (ScopeSet other : fewer) {
                        checkOperations(one, meaning, other, meaning(other));
                    }
                    return fewer.size();
                })
                .sum();

        assertThat(cases).isEqualTo(5_207_269);
    }

    private static void checkOperations(ScopeSet one, long a, ScopeSet other, long b) {
        check(meaning(one.union(other)) == (a | b), one, "∪", other);
        check(meaning(one.intersect(other)) == (a & b), one, "∩", other);
        long rest = meaning(one.notCoveredBy(other));
        check((a & ~b & ~rest) == 0 && (rest & ~a) == 0, one, "not covered by", other);
        for (Scope scope : one.notCoveredBy(other).members()) {
            check((MEANING.get(scope) & ~b) != 0, one, "not covered by", other);
        }
    }

    @Test
    void the_canonical_form_decides_equality_of_meaning_and_is_the_smallest() {
        Map<Long, ScopeSet> canonicalByMeaning = new HashMap<>();

        for (ScopeSet set : SETS) {
            ScopeSet canonical = set.canonical();
            assertThat(meaning(canonical)).as("canonical %s", set).isEqualTo(meaning(set));
            ScopeSet known = canonicalByMeaning.putIfAbsent(meaning(set), canonical);
            assertThat(known == null || known.equals(canonical))
                    .as("%s and %s", canonical, known)
                    .isTrue();
            for (Scope scope : canonical.members()) {
                assertThat(meaning(canonical.notCoveredBy(ScopeSet.of(scope))))
                        .as("%s without %s", canonical, scope)
                        .isNotEqualTo(meaning(set));
            }
        }
    }

    @Test
    void compiled_grants_answer_by_the_meaning() {
        for (ScopeSet set : SETS) {
            CompiledScopes compiled = ScopePolicy.hierarchical().compile(set);
            for (Scope scope : SCOPES) {
                check(compiled.permits(scope) == ((MEANING.get(scope) & ~meaning(set)) == 0), set, "permits", scope);
            }
            for (Scope permission : SCOPES) {
                if (permission.resource().isEmpty()) {
                    checkResources(set, compiled, permission);
                }
            }
        }
    }

    private static void checkResources(ScopeSet set, CompiledScopes compiled, Scope permission) {
        Set<String> expected = new LinkedHashSet<>();
        for (String resource : SMALL.agreeing(new String[0], SMALL.resourceNames())) {
            if (SMALL.agreeing(permission.permission().split(":", -1), SMALL.permissionNames()).stream()
                    .allMatch(path -> has(set, path + " on" + resource))) {
                expected.add(resource);
            }
        }
        Set<String> actual = new LinkedHashSet<>();
        ResourceSet resources = compiled.resourcesFor(permission);
        for (String pattern : resources.patterns()) {
            actual.addAll(SMALL.agreeing(pattern.split("/", -1), SMALL.resourceNames()));
        }
        check(actual.equals(expected), set, "resources for", permission);
        check(compiled.anywhere(permission) == !expected.isEmpty(), set, "anywhere", permission);
        check(set.anywhere(permission) == !expected.isEmpty(), set, "anywhere", permission);
        check(set.resourcesFor(permission).equals(resources), set, "resources for", permission);
    }

    private static boolean has(ScopeSet set, String access) {
        return (meaning(set) >> SMALL_UNIVERSE.indexOf(access) & 1) == 1;
    }

    @Test
    void larger_sets_of_deeper_scopes_agree_at_random() {
        NaiveMeaning large = new NaiveMeaning(List.of("a", "b", "c"), List.of("r", "s"), 3);
        List<String> universe = List.copyOf(large.everything());
        List<String> spellings = spellings(List.of("a", "b", "c", "*"), List.of("r", "s", "*"), 3);
        Map<Scope, BitSet> meanings = new HashMap<>();
        long seed = Long.getLong("latchkey.seed", System.nanoTime());
        Random random = new Random(seed);

        for (int i = 0; i < 300_000; i++) {
            ScopeSet one = randomSet(spellings, random);
            ScopeSet other = randomSet(spellings, random);
            for (ScopeSet set : List.of(one, other, one.intersect(other))) {
                set.members()
                        .forEach(scope -> meanings.computeIfAbsent(scope, s -> bits(large, universe, s.toString())));
            }
            BitSet a = meaning(one, meanings);
            BitSet b = meaning(other, meanings);
            BitSet both = (BitSet) a.clone();
            both.and(b);
            BitSet either = (BitSet) a.clone();
            either.or(b);

            assertThat(one.covers(other))
                    .as("%s ⊇ %s, seed %d", one, other, seed)
                    .isEqualTo(both.equals(b));
            assertThat(meaning(one.intersect(other), meanings))
                    .as("%s ∩ %s, seed %d", one, other, seed)
                    .isEqualTo(both);
            assertThat(meaning(one.union(other).canonical(), meanings))
                    .as("%s ∪ %s, seed %d", one, other, seed)
                    .isEqualTo(either);
            CompiledScopes compiled = ScopePolicy.hierarchical().compile(one);
            for (Scope scope : other.members()) {
                BitSet beyond = (BitSet) meanings.get(scope).clone();
                beyond.andNot(a);
                assertThat(compiled.permits(scope))
                        .as("%s permits %s, seed %d", one, scope, seed)
                        .isEqualTo(beyond.isEmpty());
            }
        }
    }

    private static ScopeSet randomSet(List<String> spellings, Random random) {
        return ScopeSet.of(random.ints(random.nextInt(7), 0, spellings.size())
                .mapToObj(index -> Scope.of(spellings.get(index)))
                .toList());
    }

    private static List<String> spellings(List<String> permissionSegments, List<String> resourceSegments, int depth) {
        List<String> spellings = new ArrayList<>();
        for (String permission : paths(permissionSegments, ":", depth)) {
            spellings.add(permission);
            paths(resourceSegments, "/", depth).forEach(resource -> spellings.add(permission + "@" + resource));
        }
        return spellings;
    }

    private static List<String> paths(List<String> segments, String separator, int depth) {
        List<String> paths = new ArrayList<>(segments);
        List<String> longest = segments;
        for (int i = 1; i < depth; i++) {
            longest = longest.stream()
                    .flatMap(path -> segments.stream().map(segment -> path + separator + segment))
                    .toList();
            paths.addAll(longest);
        }
        return paths;
    }

    private static List<ScopeSet> setsOfUpTo(int size) {
        Set<ScopeSet> sets = new LinkedHashSet<>(List.of(ScopeSet.empty()));
        List<ScopeSet> latest = List.of(ScopeSet.empty());
        for (int i = 0; i < size; i++) {
            latest = latest.stream()
                    .flatMap(set -> SCOPES.stream().map(scope -> set.union(ScopeSet.of(scope))))
                    .filter(sets::add)
                    .toList();
        }
        return List.copyOf(sets);
    }

    private static long meaning(ScopeSet set) {
        long meaning = 0;
        for (Scope scope : set.members()) {
            meaning |= MEANING.get(scope);
        }
        return meaning;
    }

    private static BitSet meaning(ScopeSet set, Map<Scope, BitSet> meanings) {
        BitSet meaning = new BitSet();
        set.members().forEach(scope -> meaning.or(meanings.get(scope)));
        return meaning;
    }

    private static BitSet bits(NaiveMeaning model, List<String> universe, String scope) {
        Set<String> accesses = model.of(scope);
        BitSet bits = new BitSet();
        IntStream.range(0, universe.size())
                .filter(i -> accesses.contains(universe.get(i)))
                .forEach(bits::set);
        return bits;
    }

    private static void check(boolean right, Object one, String operation, Object other) {
        if (!right) {
            throw new AssertionError(one + " " + operation + " " + other + " is wrong");
        }
    }
}
