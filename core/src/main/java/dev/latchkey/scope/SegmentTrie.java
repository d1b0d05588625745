package dev.latchkey.scope;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values stored under patterns, and found from any pattern that theirs cover.
 *
 * <p>A search follows the literal and the wildcard at each segment, so its cost depends on the depth of the pattern and
 * the wildcards on the way, not on the number of values. Not thread-safe while it is being filled.
 *
 * @param <V> the type of the values
 */
final class SegmentTrie<V> {

    private @Nullable V value;
    private @Nullable SegmentTrie<V> wildcard;
    private @Nullable Map<String, SegmentTrie<V>> literals;

    /** The value under exactly this pattern, created if absent. */
    V at(SegmentPattern pattern, Supplier<V> absent) {
        SegmentTrie<V> node = this;
        for (int i = 0; i < pattern.length(); i++) {
            node = node.beneath(pattern.segment(i));
        }
        if (node.value == null) {
            node.value = absent.get();
        }
        return node.value;
    }

    private SegmentTrie<V> beneath(String segment) {
        if (segment.equals(SegmentPattern.WILDCARD)) {
            if (wildcard == null) {
                wildcard = new SegmentTrie<>();
            }
            return wildcard;
        }
        if (literals == null) {
            literals = new HashMap<>();
        }
        return literals.computeIfAbsent(segment, s -> new SegmentTrie<>());
    }

    /** Whether a value is stored under a pattern that covers the given one. */
    boolean anyCovering(SegmentPattern pattern) {
        return anyCovering(pattern, (value, ignored) -> true, pattern);
    }

    /**
     * Whether the test accepts a value stored under a pattern that covers the given one.
     *
     * <p>Takes the test's second argument, so that callers need no capturing lambda and nothing is allocated.
     */
    <A> boolean anyCovering(SegmentPattern pattern, BiPredicate<? super V, ? super A> test, A argument) {
        return anyCovering(pattern, 0, test, argument);
    }

    // The loop follows literals and the recursion follows wildcards, so the depth of the stack is the number of
    // wildcards in a stored pattern. A wildcard in the searched pattern is not among the literals, so it is found only
    // under a wildcard.
    private <A> boolean anyCovering(
            SegmentPattern pattern, int from, BiPredicate<? super V, ? super A> test, A argument) {
        SegmentTrie<V> node = this;
        for (int i = from; node != null; i++) {
            if (node.value != null && test.test(node.value, argument)) {
                return true;
            }
            if (i == pattern.length()) {
                return false;
            }
            if (node.wildcard != null && node.wildcard.anyCovering(pattern, i + 1, test, argument)) {
                return true;
            }
            node = node.literals == null ? null : node.literals.get(pattern.segment(i));
        }
        return false;
    }

    void forEachCovering(SegmentPattern pattern, Consumer<? super V> action) {
        anyCovering(
                pattern,
                (value, a) -> {
                    a.accept(value);
                    return false;
                },
                action);
    }
}
