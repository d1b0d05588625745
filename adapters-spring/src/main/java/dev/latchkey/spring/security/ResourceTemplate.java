package dev.latchkey.spring.security;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resource with variables, {@code workspaces/{name}} for example.
 *
 * @param segments literals, and names in braces
 */
record ResourceTemplate(List<String> segments) {

    private static final Pattern VARIABLE = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_-]*}");

    /** Any text that can be a segment: it stands for a variable while a template is checked. */
    private static final String ANY_SEGMENT = "x";

    static ResourceTemplate of(String text) {
        ResourceTemplate template = new ResourceTemplate(List.of(text.split("/", -1)));
        String example = String.join(
                "/",
                template.segments.stream()
                        .map(segment -> isVariable(segment) ? ANY_SEGMENT : segment)
                        .toList());
        if (text.contains("*")) {
            throw new IllegalArgumentException("resource \"" + text + "\" of a requirement has a wildcard");
        }
        try {
            Scope.of("x@" + example);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "resource \"" + text + "\" is not segments of [A-Za-z0-9._-]+ or {variable} joined by \"/\"", e);
        }
        return template;
    }

    private static boolean isVariable(String segment) {
        return VARIABLE.matcher(segment).matches();
    }

    private static String nameOf(String variable) {
        return variable.substring(1, variable.length() - 1);
    }

    /** {@return the names of the variables} */
    List<String> variables() {
        return segments.stream()
                .filter(ResourceTemplate::isVariable)
                .map(ResourceTemplate::nameOf)
                .toList();
    }

    void requireBinds(Scope scope) {
        if (scope.resource().isPresent()) {
            throw new IllegalArgumentException("scope " + scope + " names a resource already");
        }
    }

    /**
     * {@return every scope on the resource; denied to everyone if a value is missing or cannot be a segment}
     *
     * @param scopes at least one, without a resource
     * @param values gives the value of a variable, or null
     */
    ScopeRequirement bind(Scope[] scopes, Function<String, @Nullable String> values) {
        String[] bound = new String[segments.size()];
        for (int i = 0; i < bound.length; i++) {
            String segment = segments.get(i);
            bound[i] = isVariable(segment) ? values.apply(nameOf(segment)) : segment;
        }
        ScopeRequirement[] all =
                Arrays.stream(scopes).map(scope -> scope.on(bound)).toArray(ScopeRequirement[]::new);
        return all.length == 1 ? all[0] : ScopeRequirement.allOf(all);
    }
}
