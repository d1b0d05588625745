package dev.latchkey.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TokenUseTest {

    private static final TokenId ID = TokenId.of(0, 1);
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private static ScopeSet scopes(int from, int to) {
        return ScopeSet.of(IntStream.range(from, to)
                .mapToObj(i -> Scope.of("s" + (1_000 + i)))
                .toList());
    }

    private static TokenUse use(ScopeSet scopes) {
        return new TokenUse(ID, T0, scopes);
    }

    @Test
    void a_use_has_at_most_64_scopes_and_says_when_there_may_have_been_more() {
        assertThat(use(scopes(0, 63)).isComplete()).isTrue();
        assertThat(use(scopes(0, 64)).usedScopes()).isEqualTo(scopes(0, 64));
        assertThat(use(scopes(0, 64)).isComplete()).isFalse();
        assertThat(use(scopes(0, 65))).isEqualTo(use(scopes(0, 64)));
        assertThat(use(scopes(30, 80)).and(use(scopes(0, 40)))).isEqualTo(use(scopes(0, 64)));
    }

    @Test
    void the_largest_use_is_read_again_as_it_was_printed() {
        ScopeSet longest = ScopeSet.parse(IntStream.range(0, 64)
                .mapToObj(i -> "s%02d".formatted(i) + "x".repeat(252))
                .collect(Collectors.joining(" ")));

        ScopeSet both = use(longest).and(use(scopes(0, 64))).usedScopes();

        assertThat(ScopeSet.parse(both.toString())).isEqualTo(both);
    }

    @Test
    void a_scope_that_cannot_be_read_again_is_refused() {
        Scope tooLong = Scope.of("a".repeat(200))
                .intersect(Scope.of("*@" + "c".repeat(200)))
                .orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> use(ScopeSet.of(tooLong)))
                .withMessageContaining("255");
    }

    @Property
    void joining_uses_is_associative_commutative_and_idempotent(
            @ForAll("uses") TokenUse a, @ForAll("uses") TokenUse b, @ForAll("uses") TokenUse c) {
        assertThat(a.and(b)).isEqualTo(b.and(a));
        assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
        assertThat(a.and(a)).isEqualTo(a);
        assertThat(a.and(b).and(b)).isEqualTo(a.and(b));
    }

    /** Sets that meet, cover each other, and are too large together. */
    @Provide
    Arbitrary<TokenUse> uses() {
        List<Scope> all = IntStream.range(0, 120)
                .mapToObj(i -> Scope.of("s" + i % 60 + (i < 60 ? "" : ":read")))
                .toList();
        return Arbitraries.of(all).set().ofMinSize(20).ofMaxSize(64).map(set -> use(ScopeSet.of(set)));
    }
}
