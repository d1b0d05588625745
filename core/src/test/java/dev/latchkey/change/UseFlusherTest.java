package dev.latchkey.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenUse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How uses reach a store that may refuse some of them, or all. */
class UseFlusherTest {

    private static final CompiledScopes GRANT = ScopePolicy.hierarchical().compile(ScopeSet.parse("a"));

    private final List<Collection<TokenUse>> writes = new ArrayList<>();
    private final Set<TokenId> refused = new HashSet<>();
    private final UseBuffer buffer = new UseBuffer(10_000);
    private final UseFlusher flusher = new UseFlusher(store(), buffer);
    private boolean down;
    private int attempts;

    private TokenStore store() {
        return (TokenStore) Proxy.newProxyInstance(
                TokenStore.class.getClassLoader(), new Class<?>[] {TokenStore.class}, (self, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("recordUse");
                    @SuppressWarnings("unchecked")
                    Collection<TokenUse> uses = (Collection<TokenUse>) arguments[0];
                    attempts++;
                    if (down || uses.stream().anyMatch(use -> refused.contains(use.id()))) {
                        throw new TokenStoreException("refused");
                    }
                    writes.add(uses);
                    return null;
                });
    }

    private static TokenId id(int number) {
        return TokenId.of(0, number);
    }

    private void use(int from, int to) {
        for (int i = from; i < to; i++) {
            buffer.of(id(i)).usedAt(1_000);
        }
    }

    private List<TokenId> written() {
        return writes.stream().flatMap(Collection::stream).map(TokenUse::id).toList();
    }

    @Test
    void nothing_is_written_if_nothing_is_pending() {
        assertThat(flusher.flush()).isTrue();
        assertThat(attempts).isZero();
    }

    @Test
    void uses_are_written_in_batches_of_at_most_what_a_store_takes() {
        use(0, 2 * StoreLimits.MAX_USES + 1);

        assertThat(flusher.flush()).isTrue();

        assertThat(writes).extracting(Collection::size).containsExactly(StoreLimits.MAX_USES, StoreLimits.MAX_USES, 1);
        assertThat(written()).doesNotHaveDuplicates();
        assertThat(flusher.written()).isEqualTo(2L * StoreLimits.MAX_USES + 1);
        assertThat(flusher.failures()).isZero();
        assertThat(flusher.failure()).isNull();
        assertThat(buffer.pending()).isZero();
    }

    @Test
    void a_batch_has_at_most_as_much_text_as_a_store_takes() {
        String longest = "a:" + "x".repeat(240);
        for (int i = 0; i < 100; i++) {
            UsedToken used = buffer.of(id(i));
            used.usedAt(1_000);
            for (int j = 0; j < 60; j++) {
                used.needed(Scope.of(longest + "-" + j), GRANT);
            }
        }

        assertThat(flusher.flush()).isTrue();

        assertThat(writes)
                .hasSizeGreaterThan(1)
                .allSatisfy(batch -> assertThat(
                                batch.stream().mapToInt(TokenUse::textLength).sum())
                        .isLessThanOrEqualTo(StoreLimits.MAX_TEXT));
        assertThat(written()).hasSize(100);
    }

    @Test
    void one_use_that_the_store_refuses_does_not_keep_the_others() {
        use(0, 100);
        refused.add(id(37));

        assertThat(flusher.flush()).isFalse();

        assertThat(written()).hasSize(99).doesNotContain(id(37));
        assertThat(flusher.written()).isEqualTo(99);
        assertThat(flusher.failures()).isBetween(6L, 8L);
        assertThat(flusher.failure()).hasMessage("refused");
        assertThat(buffer.lost()).isEqualTo(1);
        assertThat(buffer.pending()).isZero();
    }

    @Test
    void a_store_that_is_down_is_left_alone_after_some_failures_and_all_is_kept() {
        down = true;
        use(0, 5_000);

        assertThat(flusher.flush()).isFalse();

        assertThat(attempts).isEqualTo(12);
        assertThat(flusher.failures()).isEqualTo(12);
        assertThat(buffer.pending()).isEqualTo(5_000);
        assertThat(buffer.lost()).isZero();

        down = false;
        assertThat(flusher.flush()).isTrue();
        assertThat(written()).hasSize(5_000);
    }

    @Test
    void a_single_use_is_kept_while_nothing_can_be_written() {
        down = true;
        use(0, 1);

        assertThat(flusher.flush()).isFalse();

        assertThat(attempts).isEqualTo(1);
        assertThat(buffer.pending()).isEqualTo(1);
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void a_use_at_a_time_that_cannot_be_stored_is_lost() {
        buffer.of(id(1)).usedAt(Long.MAX_VALUE);
        use(2, 3);

        assertThat(flusher.flush()).isTrue();

        assertThat(written()).containsExactly(id(2));
        assertThat(buffer.lost()).isEqualTo(1);
    }

    @Test
    void the_last_flush_tries_once_and_counts_the_rest_as_lost() {
        down = true;
        use(0, 3);

        flusher.flushLast();

        assertThat(attempts).isEqualTo(1);
        assertThat(buffer.pending()).isZero();
        assertThat(buffer.lost()).isEqualTo(3);
        use(3, 4);
        assertThat(buffer.lost()).isEqualTo(4);
    }
}
