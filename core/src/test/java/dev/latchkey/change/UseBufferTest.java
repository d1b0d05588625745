package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenUse;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which uses wait to be written. */
class UseBufferTest {

    private static final CompiledScopes GRANT = ScopePolicy.hierarchical().compile(ScopeSet.parse("a"));
    private static final TokenId ID = TokenId.of(0, 1);

    private final UseBuffer buffer = new UseBuffer(4);

    private static TokenId id(int number) {
        return TokenId.of(0, number);
    }

    private static TokenUse use(UsedToken used) {
        return Objects.requireNonNull(used.use());
    }

    @Test
    void a_token_is_pending_from_its_use_until_it_is_drained() {
        UsedToken used = buffer.of(ID);
        assertThat(buffer.pending()).isZero();

        used.usedAt(1_000);
        used.usedAt(2_000);

        assertThat(buffer.pending()).isEqualTo(1);
        assertThat(buffer.of(ID)).isSameAs(used);
        assertThat(buffer.drain()).containsExactly(used);
        assertThat(buffer.pending()).isZero();
        assertThat(use(used).lastUsedAt()).isEqualTo(Instant.ofEpochMilli(2_000));
    }

    @Test
    void only_a_later_use_makes_a_token_pending_again() {
        UsedToken used = buffer.of(ID);
        used.usedAt(2_000);
        buffer.drain();

        used.usedAt(1_000);
        used.usedAt(2_000);
        assertThat(buffer.pending()).isZero();
        assertThat(use(used).lastUsedAt()).isEqualTo(Instant.ofEpochMilli(2_000));

        used.usedAt(2_001);
        assertThat(buffer.pending()).isEqualTo(1);
    }

    @Test
    void only_an_unknown_need_makes_a_token_pending_again() {
        UsedToken used = buffer.of(ID);
        used.usedAt(1_000);
        used.needed(Scope.of("a:read"), GRANT);
        buffer.drain();

        used.needed(Scope.of("a:read"), GRANT);
        assertThat(buffer.pending()).isZero();

        used.needed(Scope.of("a:write"), GRANT);
        assertThat(buffer.pending()).isEqualTo(1);
        assertThat(use(used).usedScopes()).isEqualTo(ScopeSet.parse("a:read a:write"));
    }

    @Test
    void a_need_without_a_time_is_no_use() {
        UsedToken used = buffer.of(ID);
        used.needed(Scope.of("a:read"), GRANT);

        assertThat(used.use()).isNull();
    }

    @Test
    void two_objects_of_one_token_are_one_use() {
        UsedToken first = buffer.of(ID);
        UsedToken second = buffer.of(ID);
        assertThat(second).isNotSameAs(first);
        first.usedAt(2_000);
        first.needed(Scope.of("a:read"), GRANT);
        second.usedAt(3_000);
        second.needed(Scope.of("a:write"), GRANT);

        assertThat(buffer.drain()).containsExactly(first);
        assertThat(use(first).lastUsedAt()).isEqualTo(Instant.ofEpochMilli(3_000));
        assertThat(use(first).usedScopes()).isEqualTo(ScopeSet.parse("a:read a:write"));

        second.usedAt(4_000);
        assertThat(buffer.drain()).containsExactly(second);
    }

    @Test
    void a_use_that_does_not_fit_is_lost_and_a_later_one_is_not() {
        for (int i = 1; i <= 4; i++) {
            buffer.of(id(i)).usedAt(1_000);
        }
        UsedToken tooMany = buffer.of(id(5));
        tooMany.usedAt(1_000);
        assertThat(buffer.pending()).isEqualTo(4);
        assertThat(buffer.lost()).isEqualTo(1);

        buffer.drain();
        tooMany.usedAt(2_000);
        assertThat(buffer.drain()).containsExactly(tooMany);
        assertThat(buffer.lost()).isEqualTo(1);
    }

    @Test
    void the_writer_is_woken_from_half_of_the_maximum_on() {
        AtomicInteger woken = new AtomicInteger();
        buffer.whenHalfFull(woken::incrementAndGet);

        buffer.of(id(1)).usedAt(1_000);
        buffer.of(id(2)).usedAt(1_000);
        assertThat(woken).hasValue(0);

        buffer.of(id(3)).usedAt(1_000);
        assertThat(woken).hasValue(1);
    }

    @Test
    void uses_after_closing_are_lost_and_earlier_ones_can_be_drained() {
        UsedToken before = buffer.of(id(1));
        before.usedAt(1_000);
        buffer.close();
        buffer.of(id(2)).usedAt(1_000);

        assertThat(buffer.lost()).isEqualTo(1);
        assertThat(buffer.drain()).containsExactly(before);
        buffer.lose(3);
        assertThat(buffer.lost()).isEqualTo(4);
    }
}
