package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.token.SecretHash;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Nodes with different parameters that verify tokens of one store, each renewing what it takes for weak. */
class RenewalProperties {

    @Provide
    Arbitrary<Argon2Parameters> costs() {
        // Few values, so that parameters often agree in some and differ in others.
        return Combinators.combine(
                        Arbitraries.of(32, 64, 4_096, 65_536), Arbitraries.of(1, 2, 10), Arbitraries.of(1, 2, 4))
                .as(Argon2Parameters::new);
    }

    private static Argon2SecretHasher hasher(Argon2Parameters costs) {
        return new Argon2SecretHasher(costs, () -> {
            throw new AssertionError("nothing is computed here");
        });
    }

    private static SecretHash hash(Argon2Parameters costs) {
        PhcString hash = new PhcString(costs, new byte[PhcString.SALT_LENGTH], new byte[PhcString.TAG_LENGTH]);
        return SecretHash.of(Argon2SecretHasher.SCHEME, hash.print());
    }

    private static boolean renews(Argon2Parameters node, Argon2Parameters stored) {
        return hasher(node).needsRehash(hash(stored));
    }

    @Property
    void a_hash_is_renewed_if_it_is_weaker_in_something_and_stronger_in_nothing(
            @ForAll("costs") Argon2Parameters node, @ForAll("costs") Argon2Parameters stored) {
        boolean weaker = stored.memoryKib() < node.memoryKib() || stored.iterations() < node.iterations();
        boolean stronger = stored.memoryKib() > node.memoryKib() || stored.iterations() > node.iterations();

        assertThat(renews(node, stored)).isEqualTo(weaker && !stronger);
    }

    @Property
    void no_two_nodes_renew_each_others_hashes(
            @ForAll("costs") Argon2Parameters one, @ForAll("costs") Argon2Parameters other) {
        assertThat(renews(one, other) && renews(other, one)).isFalse();
    }

    /** Each renewal raises memory or passes and lowers neither, so there are fewer than there are steps to raise. */
    @Property
    void any_number_of_nodes_end_renewing(
            @ForAll("costs") Argon2Parameters first, @ForAll List<@From("costs") Argon2Parameters> nodes) {
        Argon2Parameters stored = first;
        int renewals = 0;
        for (int round = 0; round < 20; round++) {
            for (Argon2Parameters node : nodes) {
                if (renews(node, stored)) {
                    stored = node;
                    renewals++;
                }
            }
        }

        assertThat(renewals).isLessThanOrEqualTo(5);
    }

    @Property
    void the_memory_of_a_stored_hash_is_its_own(
            @ForAll("costs") Argon2Parameters node, @ForAll("costs") Argon2Parameters stored) {
        assertThat(hasher(node).memoryFor(hash(stored))).isEqualTo(stored.memoryKib() * 1024L);
        assertThat(hasher(node).memoryPerHash()).isEqualTo(node.memoryKib() * 1024L);
    }
}
