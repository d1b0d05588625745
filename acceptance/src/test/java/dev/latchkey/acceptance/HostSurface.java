package dev.latchkey.acceptance;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The public types of the library that a caller comes to from one of them, by signatures and nesting. */
final class HostSurface {

    private final Set<Class<?>> leaves;
    private final Set<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));
    private final Deque<Class<?>> open = new ArrayDeque<>();

    private HostSurface(Set<Class<?>> leaves) {
        this.leaves = leaves;
    }

    /**
     * {@return the types, nested ones included}
     *
     * @param root where the caller begins
     * @param leaves types that a caller passes on as they are, so that their signatures do not count
     */
    static Set<Class<?>> of(Class<?> root, Set<Class<?>> leaves) {
        HostSurface surface = new HostSurface(leaves);
        surface.add(root);
        while (!surface.open.isEmpty()) {
            surface.addTypesOf(surface.open.remove());
        }
        return surface.types;
    }

    /** {@return those that are not nested in another} */
    static Set<Class<?>> topLevel(Set<Class<?>> types) {
        return types.stream().filter(type -> type.getEnclosingClass() == null).collect(Collectors.toSet());
    }

    private void addTypesOf(Class<?> type) {
        if (leaves.contains(type)) {
            return;
        }
        Stream.of(type.getGenericInterfaces()).forEach(this::add);
        add(type.getGenericSuperclass());
        Stream.of(type.getDeclaredMethods()).filter(this::isVisible).forEach(this::addSignature);
        Stream.of(type.getDeclaredConstructors()).filter(this::isVisible).forEach(this::addSignature);
        Stream.of(type.getDeclaredFields())
                .filter(this::isVisible)
                .map(Field::getGenericType)
                .forEach(this::add);
        Stream.of(type.getDeclaredClasses()).forEach(this::add);
        if (type.isSealed()) {
            Stream.of(type.getPermittedSubclasses()).forEach(this::add);
        }
    }

    private boolean isVisible(Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0 && !member.isSynthetic();
    }

    private void addSignature(Executable executable) {
        Stream.of(executable.getGenericParameterTypes()).forEach(this::add);
        Stream.of(executable.getGenericExceptionTypes()).forEach(this::add);
        Stream.of(executable.getTypeParameters()).forEach(this::add);
        if (executable instanceof Method method) {
            add(method.getGenericReturnType());
        }
    }

    private void add(Type type) {
        if (type instanceof Class<?> found) {
            addClass(found);
        } else if (type instanceof ParameterizedType parameterized) {
            add(parameterized.getRawType());
            Stream.of(parameterized.getActualTypeArguments()).forEach(this::add);
        } else if (type instanceof WildcardType wildcard) {
            Stream.of(wildcard.getUpperBounds()).forEach(this::add);
            Stream.of(wildcard.getLowerBounds()).forEach(this::add);
        } else if (type instanceof GenericArrayType array) {
            add(array.getGenericComponentType());
        } else if (type instanceof TypeVariable<?> variable) {
            addBounds(variable);
        }
    }

    /** A bound may name its own variable. */
    private void addBounds(TypeVariable<?> variable) {
        Stream.of(variable.getBounds())
                .map(bound -> bound instanceof ParameterizedType parameterized ? parameterized.getRawType() : bound)
                .forEach(this::add);
    }

    private void addClass(Class<?> found) {
        Class<?> type = found;
        while (type.isArray()) {
            type = type.getComponentType();
        }
        if (type.getName().startsWith("dev.latchkey.") && Modifier.isPublic(type.getModifiers()) && types.add(type)) {
            open.add(type);
        }
    }
}
