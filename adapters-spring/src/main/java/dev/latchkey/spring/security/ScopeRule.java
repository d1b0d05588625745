package dev.latchkey.spring.security;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * What one {@link RequiresScope} asks for.
 *
 * @param scopes at least one, without resources
 * @param on on which resource, or null
 * @param anywhere whether some resource is enough
 */
record ScopeRule(List<Scope> scopes, @Nullable ResourceTemplate on, boolean anywhere) {

    /**
     * {@return the rule of an annotation}
     *
     * @throws IllegalArgumentException if it is not one
     */
    static ScopeRule of(MergedAnnotation<RequiresScope> annotation) {
        List<Scope> scopes =
                Arrays.stream(annotation.getStringArray("value")).map(Scope::of).toList();
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("it names no scope, and would permit everybody");
        }
        String on = annotation.getString("on");
        boolean anywhere = annotation.getBoolean("anywhere");
        ResourceTemplate template = on.isEmpty() ? null : ResourceTemplate.of(on);
        for (Scope scope : scopes) {
            if (scope.resource().isPresent()) {
                throw new IllegalArgumentException("scope " + scope + " names a resource; on = \"…\" does that");
            }
        }
        if (anywhere && template != null) {
            throw new IllegalArgumentException("it asks for some resource, and for " + on);
        }
        return new ScopeRule(scopes, template, anywhere);
    }

    List<String> variables() {
        return on == null ? List.of() : on.variables();
    }

    /** {@return the scopes, for a policy that may not know them} */
    ScopeSet named() {
        return ScopeSet.of(scopes);
    }

    /** {@return what is required where the variables have these values} */
    ScopeRequirement required(Function<String, @Nullable String> values) {
        Scope[] all = scopes.toArray(Scope[]::new);
        if (on != null) {
            return on.bind(all, values);
        }
        ScopeRequirement[] parts = Arrays.stream(all)
                .map(scope -> anywhere ? ScopeRequirement.anywhere(scope) : scope)
                .toArray(ScopeRequirement[]::new);
        return parts.length == 1 ? parts[0] : ScopeRequirement.allOf(parts);
    }
}
