package dev.latchkey.benchmarks;

import dev.latchkey.scope.CompiledScopes;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeCatalogBuilder;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.shiro.authz.Permission;
import org.apache.shiro.authz.permission.WildcardPermission;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether a grant of many permissions gives one: a compiled grant, compared with a list of Apache Shiro's permissions
 * and a hash set of texts, which has no hierarchy and is the floor.
 *
 * <p>The permissions have three segments. Each call requires another one; {@code answer} selects whether it was
 * granted.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class ScopeBenchmark {

    private static final int ASKED = 1024;

    /** How many permissions are granted. */
    @Param({"5", "50", "1000"})
    public int granted;

    /** Whether the required permission was granted. */
    @Param({"permit", "deny"})
    public String answer;

    private CompiledScopes hierarchical;
    private CompiledScopes catalogued;
    private List<Permission> shiro;
    private Set<String> names;

    private Scope[] scopes;
    private Permission[] permissions;
    private String[] texts;
    private int next;

    /** Grants the same to all, and prepares the requirements. */
    @Setup
    public void prepare() {
        List<String> grant =
                IntStream.range(0, granted).mapToObj(ScopeBenchmark::name).toList();
        ScopeSet set = ScopeSet.of(grant.stream().map(Scope::of).toList());
        hierarchical = ScopePolicy.hierarchical().compile(set);
        catalogued = catalog(grant).compile(set);
        shiro = grant.stream()
                .<Permission>map(name -> new WildcardPermission(name, true))
                .toList();
        names = grant.stream().collect(Collectors.toSet());

        // 7919 is a prime, so every permission is required, in an order that a processor cannot predict.
        texts = IntStream.range(0, ASKED)
                .mapToObj(i -> i * 7919 % granted)
                .map(i -> answer.equals("permit") ? name(i) : name(i).replace("act", "not"))
                .toArray(String[]::new);
        scopes = Arrays.stream(texts).map(Scope::of).toArray(Scope[]::new);
        permissions = Arrays.stream(texts)
                .map(text -> new WildcardPermission(text, true))
                .toArray(Permission[]::new);
        check();
    }

    private static String name(int i) {
        return "area" + i / 25 + ":thing" + i / 5 % 5 + ":act" + i % 5;
    }

    private static ScopeCatalog catalog(List<String> names) {
        ScopeCatalogBuilder builder = ScopeCatalog.builder();
        for (int i = 0; i < names.size(); i++) {
            builder.permission(names.get(i), "does " + names.get(i));
            if (i % 5 > 0) {
                builder.implies(names.get(i - 1));
            }
        }
        return builder.build();
    }

    private void check() {
        boolean expected = answer.equals("permit");
        for (int i = 0; i < ASKED; i++) {
            if (hierarchical.permits(scopes[i]) != expected
                    || catalogued.permits(scopes[i]) != expected
                    || implied(permissions[i]) != expected
                    || names.contains(texts[i]) != expected) {
                throw new IllegalStateException("they do not agree on " + texts[i]);
            }
        }
    }

    private int turn() {
        return next++ & (ASKED - 1);
    }

    /** A compiled grant. */
    @Benchmark
    public boolean latchkey() {
        return hierarchical.permits(scopes[turn()]);
    }

    /** A grant compiled by a catalogue, in which each permission implies the one before it in its group. */
    @Benchmark
    public boolean latchkeyCatalog() {
        return catalogued.permits(scopes[turn()]);
    }

    /** Shiro's permissions one after another, as in its realms; the required one was parsed beforehand. */
    @Benchmark
    public boolean shiroParsed() {
        return implied(permissions[turn()]);
    }

    /** The same, with the required one parsed in the call, as Shiro does for a permission given as text. */
    @Benchmark
    public boolean shiroParsing() {
        return implied(new WildcardPermission(texts[turn()], true));
    }

    private boolean implied(Permission asked) {
        for (Permission permission : shiro) {
            if (permission.implies(asked)) {
                return true;
            }
        }
        return false;
    }

    /** Equality of texts. */
    @Benchmark
    public boolean hashSet() {
        return names.contains(texts[turn()]);
    }
}
