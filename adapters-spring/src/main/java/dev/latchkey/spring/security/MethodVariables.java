package dev.latchkey.spring.security;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * The values that a resource can be bound to when a method is called: its arguments, and the variables of its mapping.
 */
final class MethodVariables {

    private static final String PATH_VARIABLE = "org.springframework.web.bind.annotation.PathVariable";
    private static final String REQUEST_MAPPING = "org.springframework.web.bind.annotation.RequestMapping";
    private static final DefaultParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Map<String, Integer> positions = new HashMap<>();
    private final Method method;
    private final Class<?> type;

    MethodVariables(Method method, Class<?> type) {
        this.method = method;
        this.type = type;
        Parameter[] parameters = method.getParameters();
        String[] names = NAMES.getParameterNames(method);
        for (int i = 0; i < parameters.length; i++) {
            // The last parameter of a suspending function of Kotlin has no name.
            String name = nameOf(parameters[i], names == null || i >= names.length ? null : names[i]);
            if (name != null) {
                positions.put(name, i);
            }
        }
    }

    private static @Nullable String nameOf(Parameter parameter, @Nullable String declared) {
        MergedAnnotation<?> variable = MergedAnnotations.from(parameter).get(PATH_VARIABLE);
        String name = variable.isPresent() ? variable.getString("name") : "";
        return name.isEmpty() ? declared : name;
    }

    /**
     * Verifies that a variable will have a value.
     *
     * @throws IllegalArgumentException if nothing has that name, or its type cannot be a segment
     */
    void requireKnown(String variable) {
        Integer position = positions.get(variable);
        if (position == null) {
            if (!isMapped(variable)) {
                throw new IllegalArgumentException("{" + variable
                        + "} is neither a parameter of the method nor a variable of" + " its request mapping");
            }
            return;
        }
        Class<?> parameter = ClassUtils.resolvePrimitiveIfNecessary(method.getParameterTypes()[position]);
        boolean isName = Stream.of(
                        CharSequence.class, Number.class, UUID.class, Enum.class, Boolean.class, Character.class)
                .anyMatch(named -> named.isAssignableFrom(parameter));
        if (!isName) {
            throw new IllegalArgumentException("{" + variable + "} is a " + parameter.getName()
                    + "; a resource is named by a text, a number, a UUID or a constant");
        }
    }

    private boolean isMapped(String variable) {
        return Stream.of(
                        MergedAnnotations.from(method, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY),
                        MergedAnnotations.from(type, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY))
                .map(annotations -> annotations.get(REQUEST_MAPPING))
                .filter(MergedAnnotation::isPresent)
                .flatMap(mapping -> Arrays.stream(mapping.getStringArray("path")))
                .anyMatch(path -> path.contains("{" + variable + "}") || path.contains("{" + variable + ":"));
    }

    /**
     * {@return the value of a variable in a call, or null}
     *
     * @param mapped gives the value of a variable of the request mapping, or null
     */
    @Nullable String value(String variable, @Nullable Object[] arguments, Function<String, @Nullable String> mapped) {
        Integer position = positions.get(variable);
        if (position == null) {
            return mapped.apply(variable);
        }
        Object argument = arguments[position];
        if (argument instanceof Enum<?> constant) {
            return constant.name();
        }
        return argument == null ? null : argument.toString();
    }
}
