package dev.latchkey.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random catalogues of every shape agree with {@link NaiveCatalog}, for tokens with and without an owner: what is issued, what
 * is permitted, what would help, and what is used.
 *
 * <p>The long run: {@code mvn test -pl core -Dtest=CatalogModelTest -Dtest.jvm.args=-Dlatchkey.rounds=200000}; a failure names
 * its seed, which {@code -Dlatchkey.seed=…} repeats.
 */
class CatalogModelTest {

    private static final int ROUNDS = Integer.getInteger("latchkey.rounds", 20_000);
    private static final int ROUNDS_PER_CATALOG = 20;

    private final long seed = Long.getLong("latchkey.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private Map<String, List<String>> implied = Map.of();
    private Map<String, String> formerly = Map.of();
    private Set<String> open = Set.of();
    private boolean wildcards;
    private boolean flat;

    @Test
    void catalogues_of_every_shape_agree_with_a_brute_force_closure() {
        int denied = 0;
        int challenged = 0;
        for (int round = 0; round < ROUNDS; ) {
            ScopeCatalog catalog = randomCatalog();
            NaiveCatalog model = new NaiveCatalog(implied, formerly, open, wildcards, flat);
            for (int i = 0; i < ROUNDS_PER_CATALOG; i++, round++) {
                Round tried = new Round(catalog, model, randomSet(), random.nextInt(4) == 0 ? null : randomSet());
                tried.compareUnknown();
                for (int j = 0; j < 6; j++) {
                    ScopeRequirement required = requirement(2);
                    ScopeDecision decision = tried.compareDecision(required);
                    if (decision instanceof ScopeDecision.Denied refused) {
                        denied++;
                        challenged += refused.scopeAttribute().isPresent() ? 1 : 0;
                    }
                }
            }
        }
        // The cases are not all of one kind.
        assertThat(denied).isBetween(ROUNDS, 6 * ROUNDS - ROUNDS / 2);
        assertThat(challenged).isBetween(ROUNDS / 4, denied - ROUNDS / 4);
    }

    /** One token, with or without an owner, in the code under test and in the model. */
    private final class Round {

        private final ScopeCatalog catalog;
        private final NaiveCatalog model;
        private final ScopeSet token;
        private final @Nullable ScopeSet owner;
        private final CompiledScopes scopes;

        Round(ScopeCatalog catalog, NaiveCatalog model, ScopeSet token, @Nullable ScopeSet owner) {
            this.catalog = catalog;
            this.model = model;
            this.token = token;
            this.owner = owner;
            CompiledScopes compiled = catalog.compile(token);
            this.scopes = owner == null ? compiled : compiled.and(catalog.compile(owner));
        }

        void compareUnknown() {
            List<Scope> expected = token.members().stream()
                    .filter(scope -> !model.issues(scope.permission()))
                    .toList();
            assertThat(catalog.unknown(token).members()).as(this::toString).isEqualTo(expected);
            assertThat(model.given(catalog.normalize(token))).as(this::toString).isEqualTo(model.given(token));
            assertThat(catalog.unknown(catalog.normalize(token)).members())
                    .as(this::toString)
                    .isEqualTo(expected);
            assertThat(model.given(catalog.inCurrentNames(token)))
                    .as(this::toString)
                    .isEqualTo(model.given(token));
        }

        ScopeDecision compareDecision(ScopeRequirement required) {
            Supplier<String> what = () -> this + " requires " + required;
            boolean expected = permitted(token, required);
            ScopeDecision decision = scopes.decide(required);
            assertThat(scopes.permits(required)).as(what).isEqualTo(expected);
            assertThat(decision.isPermitted()).as(what).isEqualTo(expected);
            assertThat(permitted(scopes.usedBy(required), required)).as(what).isEqualTo(expected);
            if (decision instanceof ScopeDecision.Denied denied) {
                compareDenial(what, denied);
            }
            return decision;
        }

        private void compareDenial(Supplier<String> what, ScopeDecision.Denied denied) {
            ScopeRequirement required = denied.required();
            ScopeSet best = ScopeSet.of(issuable());
            assertThat(denied.scopeAttribute().isPresent()).as(what).isEqualTo(permitted(best, required));
            denied.scopeAttribute().map(ScopeSet::parse).ifPresent(named -> {
                assertThat(permitted(named, required)).as(what).isTrue();
                assertThat(named.members()).allMatch(scope -> model.issues(scope.permission()));
            });
            for (Scope missing : denied.missing().members()) {
                assertThat(model.permits(model.given(token), missing)).as(what).isFalse();
            }
            for (Scope missing : denied.missingFromOwner().members()) {
                assertThat(model.permits(model.given(Objects.requireNonNull(owner)), missing))
                        .as(what)
                        .isFalse();
            }
        }

        /** What a token could have at best: all that the catalogue issues. */
        private List<Scope> issuable() {
            List<Scope> all = new ArrayList<>();
            implied.keySet().forEach(name -> all.add(Scope.of(name)));
            if (wildcards) {
                all.add(Scope.of("*"));
            }
            return all;
        }

        private boolean permitted(ScopeSet granted, ScopeRequirement required) {
            BitSet given = model.given(granted);
            if (owner != null) {
                given.and(model.given(owner));
            }
            return model.permits(given, required);
        }

        @Override
        public String toString() {
            return "seed " + seed + ": " + implied + (flat ? " flat" : "") + (wildcards ? " with wildcards" : "")
                    + " formerly " + formerly + " open " + open + "; token " + token + ", owner " + owner;
        }
    }

    private ScopeCatalog randomCatalog() {
        while (true) {
            try {
                return drawCatalog();
            } catch (IllegalArgumentException e) {
                // A circle, or an old name above a listed one: drawn again.
                continue;
            }
        }
    }

    private ScopeCatalog drawCatalog() {
        flat = random.nextInt(4) == 0;
        wildcards = !flat && random.nextInt(3) == 0;
        implied = new LinkedHashMap<>();
        formerly = new LinkedHashMap<>();
        open = new HashSet<>();
        ScopeCatalogBuilder builder = ScopeCatalog.builder();
        if (flat) {
            builder.flatNames();
        }
        if (wildcards) {
            builder.allowWildcards();
        }
        Set<String> names = new HashSet<>();
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            names.add(name(2));
        }
        List<String> listed = List.copyOf(names);
        for (String name : listed) {
            builder.permission(name, "Permission " + name);
            List<String> gives = new ArrayList<>();
            for (String other : listed) {
                if (random.nextInt(5) == 0 && !other.equals(name)) {
                    gives.add(other);
                }
            }
            builder.implies(gives.toArray(String[]::new));
            implied.put(name, gives);
            if (!flat && random.nextInt(5) == 0) {
                builder.open();
                open.add(name);
            }
            String old = name(3);
            if (random.nextInt(3) == 0 && !names.contains(old) && !formerly.containsKey(old)) {
                builder.formerly(old);
                formerly.put(old, name);
            }
        }
        return builder.build();
    }

    private String name(int longest) {
        StringBuilder name = new StringBuilder(segment("abc"));
        for (int i = random.nextInt(longest); i > 0; i--) {
            name.append(':').append(segment("abc"));
        }
        return name.toString();
    }

    private ScopeSet randomSet() {
        List<Scope> scopes = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            scopes.add(scope());
        }
        return ScopeSet.of(scopes);
    }

    private Scope scope() {
        return Scope.of(permission() + (random.nextBoolean() ? "" : "@" + resource()));
    }

    private String permission() {
        int kind = random.nextInt(10);
        if (kind < 5) {
            return List.copyOf(implied.keySet()).get(random.nextInt(implied.size()));
        }
        if (kind < 6 && !formerly.isEmpty()) {
            return List.copyOf(formerly.keySet()).get(random.nextInt(formerly.size()));
        }
        if (kind < 8) {
            return name(3);
        }
        return kind < 9 ? "*" : segment("ab*") + ":" + segment("bc*");
    }

    private String resource() {
        return segment("xy*") + (random.nextBoolean() ? "" : "/" + segment("xy*"));
    }

    private String segment(String among) {
        return String.valueOf(among.charAt(random.nextInt(among.length())));
    }

    private ScopeRequirement requirement(int depth) {
        int kind = random.nextInt(depth == 0 ? 5 : 9);
        if (kind < 3) {
            return scope();
        }
        if (kind < 4) {
            return ScopeRequirement.anywhere(Scope.of(permission()));
        }
        if (kind < 5) {
            return Scope.of(permission()).on(random.nextInt(3) == 0 ? ".." : segment("xy"));
        }
        ScopeRequirement one = requirement(depth - 1);
        ScopeRequirement other = requirement(depth - 1);
        return kind < 7 ? ScopeRequirement.allOf(one, other) : ScopeRequirement.anyOf(one, other);
    }
}
