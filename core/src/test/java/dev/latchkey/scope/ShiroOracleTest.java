package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.shiro.authz.permission.WildcardPermission;
import org.junit.jupiter.api.Test;

/**
 * Containment agrees with the wildcard permissions of Apache Shiro, which others wrote and many use.
 *
 * <p>Shiro's parts may be lists with commas; such a permission stands for the set of scopes that takes one of each list.
 * Shiro has one axis where we have two: a scope becomes its permission, filled up with wildcards to a fixed number of
 * parts, and then its resource.
 */
class ShiroOracleTest {

    private static final int PAIRS = 1_200_000;
    private static final int PERMISSION_PARTS = 3;
    private static final String[] NAMES = {"a", "b", "c", "A", "a.b", "a-b"};

    private final long seed = Long.getLong("latchkey.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private long positive;

    @Test
    void lists_with_commas_agree_with_sets_of_scopes() {
        List<String> disagreements = new ArrayList<>();

        for (int i = 0; i < PAIRS / 2; i++) {
            List<List<String>> wide = parts();
            List<List<String>> narrow = random.nextInt(3) == 0 ? parts() : narrowed(wide);
            boolean expected = shiro(wide).implies(shiro(narrow));
            check(expected, expanded(wide).covers(expanded(narrow)), wide, narrow, disagreements);
        }

        assertThat(disagreements).as("seed %d", seed).isEmpty();
        assertThat(positive).isGreaterThan(PAIRS / 2 / 5);
    }

    @Test
    void both_axes_and_the_compiled_form_agree() {
        List<String> disagreements = new ArrayList<>();

        for (int i = 0; i < PAIRS / 2; i++) {
            List<Scope> grants =
                    Stream.generate(this::scope).limit(1 + random.nextInt(3)).toList();
            Scope required = random.nextInt(4) == 0 ? scope() : narrowed(grants.get(0));
            WildcardPermission asked = shiro(required);
            boolean expected = grants.stream().anyMatch(grant -> shiro(grant).implies(asked));
            ScopeSet granted = ScopeSet.of(grants);
            check(expected, granted.covers(required), granted, required, disagreements);
            check(
                    expected,
                    ScopePolicy.hierarchical().compile(granted).permits(required),
                    granted,
                    required,
                    disagreements);
        }

        assertThat(disagreements).as("seed %d", seed).isEmpty();
        assertThat(positive / 2).isGreaterThan(PAIRS / 2 / 5);
    }

    private void check(boolean expected, boolean actual, Object wide, Object narrow, List<String> disagreements) {
        positive += expected ? 1 : 0;
        if (expected != actual && disagreements.size() < 20) {
            disagreements.add(wide + " ⊇ " + narrow + " should be " + expected);
        }
    }

    private List<List<String>> parts() {
        List<List<String>> parts = new ArrayList<>();
        for (int i = 0, length = 1 + random.nextInt(4); i < length; i++) {
            parts.add(list());
        }
        return parts;
    }

    private List<String> list() {
        return Stream.generate(this::segment)
                .limit(random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1)
                .toList();
    }

    private String segment() {
        return random.nextInt(4) == 0 ? "*" : NAMES[random.nextInt(NAMES.length)];
    }

    /** Mostly something beneath, by filling wildcards, leaving out alternatives, and adding parts; sometimes not quite. */
    private List<List<String>> narrowed(List<List<String>> wide) {
        List<List<String>> narrow = new ArrayList<>();
        for (List<String> part : wide) {
            if (part.contains("*")) {
                narrow.add(random.nextBoolean() ? list() : part);
            } else {
                narrow.add(part.subList(0, 1 + random.nextInt(part.size())));
            }
        }
        if (random.nextInt(8) == 0) {
            narrow.set(random.nextInt(narrow.size()), list());
        }
        if (random.nextInt(8) == 0 && narrow.size() > 1) {
            narrow.remove(narrow.size() - 1);
        }
        while (random.nextInt(3) == 0) {
            narrow.add(list());
        }
        return narrow;
    }

    private static WildcardPermission shiro(List<List<String>> parts) {
        return new WildcardPermission(
                parts.stream().map(part -> String.join(",", part)).collect(Collectors.joining(":")), true);
    }

    private static ScopeSet expanded(List<List<String>> parts) {
        List<String> texts = List.of("");
        for (List<String> part : parts) {
            texts = texts.stream()
                    .flatMap(text -> new TreeSet<>(part)
                            .stream().map(segment -> text.isEmpty() ? segment : text + ":" + segment))
                    .toList();
        }
        return ScopeSet.of(texts.stream().map(Scope::of).toList());
    }

    private Scope scope() {
        String permission = path(1 + random.nextInt(PERMISSION_PARTS), ":");
        int depth = random.nextInt(4);
        return Scope.of(depth == 0 ? permission : permission + "@" + path(depth, "/"));
    }

    private String path(int depth, String separator) {
        return Stream.generate(this::segment).limit(depth).collect(Collectors.joining(separator));
    }

    private Scope narrowed(Scope scope) {
        String permission = filled(scope.permission(), ":", PERMISSION_PARTS);
        String resource = filled(scope.resource().orElse("*"), "/", 4);
        return Scope.of(permission + "@" + resource);
    }

    private String filled(String path, String separator, int longest) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split(separator, -1)) {
            segments.add(segment.equals("*") && random.nextBoolean() ? segment() : segment);
        }
        while (segments.size() < longest && random.nextBoolean()) {
            segments.add(segment());
        }
        return String.join(separator, segments);
    }

    private static WildcardPermission shiro(Scope scope) {
        List<String> parts = new ArrayList<>(List.of(scope.permission().split(":", -1)));
        while (parts.size() < PERMISSION_PARTS) {
            parts.add("*");
        }
        scope.resource().ifPresent(resource -> parts.addAll(List.of(resource.split("/", -1))));
        return new WildcardPermission(String.join(":", parts), true);
    }
}
