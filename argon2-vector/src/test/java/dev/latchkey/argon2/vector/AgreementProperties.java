package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.argon2.Argon2Parameters;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Argon2id by vectors and by BouncyCastle, over all costs and inputs that are hashed. */
class AgreementProperties {

    private static final byte[] NONE = {};

    @Provide
    Arbitrary<Argon2Parameters> costs() {
        Arbitrary<Integer> lanes = Arbitraries.integers().between(1, Argon2Parameters.MAX_PARALLELISM);
        return lanes.flatMap(parallelism -> Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(
                                        20, Arbitraries.integers().between(8 * parallelism, 300)),
                                net.jqwik.api.Tuple.of(4, Arbitraries.integers().between(300, 5_000)),
                                net.jqwik.api.Tuple.of(
                                        1, Arbitraries.integers().between(5_000, Argon2Parameters.MAX_MEMORY_KIB))),
                        Arbitraries.integers().between(1, Argon2Parameters.MAX_ITERATIONS))
                .as((memoryKib, iterations) -> new Argon2Parameters(memoryKib, iterations, parallelism)));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void tags_are_those_of_bouncy_castle(
            @ForAll("costs") Argon2Parameters costs,
            @ForAll @Size(16) byte[] salt,
            @ForAll @Size(max = 200) byte[] password) {
        byte[] expected = BouncyCastle.tag(costs, salt, password, NONE, NONE, 32);

        for (Compressing compressing : Compressing.values()) {
            assertThat(compressing.argon2id().compute(costs, salt, password))
                    .as("%s", compressing)
                    .isEqualTo(expected);
        }
    }
}
