package dev.latchkey.spring.security;

import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.spring.LatchkeyConfigurationException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;

/**
 * All that a method of a class requires: by its own annotations, and by those of the class.
 *
 * @param rules all are required; empty for a method that is not annotated
 * @param variables what resources are bound to
 */
record MethodScopes(List<ScopeRule> rules, MethodVariables variables) {

    /**
     * {@return what a method requires}
     *
     * @param method the most specific one
     * @param type the class that it is called on, not a proxy
     * @throws LatchkeyConfigurationException if an annotation is not right; names the method
     */
    static MethodScopes of(Method method, Class<?> type) {
        MethodVariables variables = new MethodVariables(method, type);
        List<ScopeRule> rules = new ArrayList<>();
        try {
            annotations(MergedAnnotations.from(
                            method, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables()))
                    .forEach(annotation -> rules.add(ScopeRule.of(annotation)));
            annotations(MergedAnnotations.from(
                            type, SearchStrategy.TYPE_HIERARCHY, RepeatableContainers.standardRepeatables()))
                    .forEach(annotation -> rules.add(ScopeRule.of(annotation)));
            rules.forEach(rule -> rule.variables().forEach(variables::requireKnown));
        } catch (IllegalArgumentException e) {
            throw new LatchkeyConfigurationException(
                    "@RequiresScope of " + name(method, type) + " is not right: " + e.getMessage() + ".",
                    "Correct the annotation, for example: @RequiresScope(value = \"workspace:read\", on ="
                            + " \"workspaces/{name}\").",
                    e);
        }
        return new MethodScopes(List.copyOf(rules), variables);
    }

    private static List<MergedAnnotation<RequiresScope>> annotations(MergedAnnotations found) {
        return found.stream(RequiresScope.class).toList();
    }

    static String name(Method method, Class<?> type) {
        return type.getName() + "." + method.getName() + "()";
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * {@return what a call with these arguments requires}
     *
     * @param mapped gives the value of a variable of the request mapping, or null
     */
    ScopeRequirement required(@Nullable Object[] arguments, Function<String, @Nullable String> mapped) {
        ScopeRequirement[] all = rules.stream()
                .map(rule -> rule.required(variable -> variables.value(variable, arguments, mapped)))
                .toArray(ScopeRequirement[]::new);
        return all.length == 1 ? all[0] : ScopeRequirement.allOf(all);
    }
}
