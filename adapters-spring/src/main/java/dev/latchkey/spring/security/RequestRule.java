package dev.latchkey.spring.security;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a rule about requests requires, given the variables of its pattern.
 *
 * @param scopes what {@link #on} may bind, or null
 * @param required what is required where the variables have these values
 */
record RequestRule(
        @Nullable List<Scope> scopes, Function<Function<String, @Nullable String>, ScopeRequirement> required) {

    static RequestRule of(String... texts) {
        Scope[] all = Arrays.stream(texts).map(Scope::of).toArray(Scope[]::new);
        ScopeRequirement required = all.length == 1 ? all[0] : ScopeRequirement.allOf(all);
        return new RequestRule(List.of(all), variables -> required);
    }

    static RequestRule of(ScopeRequirement required) {
        return new RequestRule(required instanceof Scope scope ? List.of(scope) : null, variables -> required);
    }

    static RequestRule anywhere(String text) {
        ScopeRequirement required = ScopeRequirement.anywhere(Scope.of(text));
        return new RequestRule(null, variables -> required);
    }

    RequestRule on(String resource) {
        if (scopes == null) {
            throw new IllegalStateException("on(\"" + resource + "\") needs scopes, not another requirement");
        }
        ResourceTemplate template = ResourceTemplate.of(resource);
        scopes.forEach(template::requireBinds);
        Scope[] each = scopes.toArray(Scope[]::new);
        return new RequestRule(null, variables -> template.bind(each, variables));
    }
}
