package dev.latchkey.scope;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an operation requires: a scope, all or any of several requirements, or a permission on some resource.
 *
 * <p>Built in code and immutable. Every requirement is monotone: granting more never denies it.
 */
public sealed interface ScopeRequirement
        permits Scope,
                ScopeRequirement.AllOf,
                ScopeRequirement.AnyOf,
                ScopeRequirement.Anywhere,
                ScopeRequirement.Unsatisfiable {

    /**
     * Requires every part: permitted ⇔ ∀ part: permitted(part).
     *
     * @param parts at least one
     * @return the conjunction
     * @throws IllegalArgumentException if there are no parts, since an empty requirement would permit everybody
     */
    static ScopeRequirement allOf(ScopeRequirement... parts) {
        return new AllOf(List.of(parts));
    }

    /**
     * Requires one of the alternatives: permitted ⇔ ∃ alternative: permitted(alternative).
     *
     * @param alternatives at least one
     * @return the disjunction
     * @throws IllegalArgumentException if there are no alternatives
     */
    static ScopeRequirement anyOf(ScopeRequirement... alternatives) {
        return new AnyOf(List.of(alternatives));
    }

    /**
     * Requires a permission on at least one resource: permitted ⇔ ∃ρ: ⟦p⟧ × {ρ} ⊆ granted.
     *
     * <p>For list operations; {@link CompiledScopes#resourcesFor(Scope)} then returns what may be listed.
     *
     * @param permission a scope without a resource
     * @return the requirement
     * @throws IllegalArgumentException if the scope names a resource
     */
    static ScopeRequirement anywhere(Scope permission) {
        return new Anywhere(permission);
    }

    /**
     * The conjunction of its parts.
     *
     * @param parts at least one
     */
    record AllOf(List<ScopeRequirement> parts) implements ScopeRequirement {

        /**
         * Copies the list.
         *
         * @param parts at least one
         * @throws IllegalArgumentException if there are none
         */
        public AllOf {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("allOf() of nothing would permit everybody; name what is required");
            }
        }

        @Override
        public String toString() {
            return parts.stream().map(Object::toString).collect(Collectors.joining(" and ", "(", ")"));
        }
    }

    /**
     * The disjunction of its alternatives.
     *
     * @param alternatives at least one
     */
    record AnyOf(List<ScopeRequirement> alternatives) implements ScopeRequirement {

        /**
         * Copies the list.
         *
         * @param alternatives at least one
         * @throws IllegalArgumentException if there are none
         */
        public AnyOf {
            alternatives = List.copyOf(alternatives);
            if (alternatives.isEmpty()) {
                throw new IllegalArgumentException("anyOf() of nothing can never be met; name what is required");
            }
        }

        @Override
        public String toString() {
            return alternatives.stream().map(Object::toString).collect(Collectors.joining(" or ", "(", ")"));
        }
    }

    /**
     * A permission on at least one resource.
     *
     * @param permission a scope without a resource
     */
    record Anywhere(Scope permission) implements ScopeRequirement {

        /**
         * Takes a permission alone.
         *
         * @param permission a scope without a resource
         * @throws IllegalArgumentException if the scope names a resource
         */
        public Anywhere {
            permission.requirePermissionAlone();
        }

        @Override
        public String toString() {
            return permission + " on some resource";
        }
    }

    /**
     * A permission on a resource that cannot exist, because its name cannot be a segment: denied to everyone.
     *
     * <p>The name itself is not kept, because it is untrusted and would get into logs.
     *
     * @param permission the permission that was to be bound
     */
    record Unsatisfiable(Scope permission) implements ScopeRequirement {

        /**
         * Takes a permission alone.
         *
         * @param permission a scope without a resource
         * @throws IllegalArgumentException if the scope names a resource
         */
        public Unsatisfiable {
            permission.requirePermissionAlone();
        }

        @Override
        public String toString() {
            return permission + " on a resource whose name is not legal";
        }
    }
}
