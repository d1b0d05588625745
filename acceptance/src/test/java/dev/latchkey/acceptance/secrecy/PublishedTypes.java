package dev.latchkey.acceptance.secrecy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import dev.latchkey.AccessTokens;
import dev.latchkey.http.BearerGate;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.testkit.SettableClock;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of the published modules, and what their fields lead to. */
final class PublishedTypes {

    private final Set<Class<?>> all;

    PublishedTypes(Collection<Class<?>> all) {
        this.all = Set.copyOf(all);
    }

    /** {@return the classes of all published modules} */
    static PublishedTypes ofTheLibrary() {
        Set<Location> modules = Stream.of(
                        AccessTokens.class,
                        InMemoryTokenStore.class,
                        JdbcTokenStore.class,
                        BearerGate.class,
                        SettableClock.class)
                .map(type ->
                        Location.of(type.getProtectionDomain().getCodeSource().getLocation()))
                .collect(Collectors.toSet());
        return new PublishedTypes(new ClassFileImporter()
                .importLocations(modules).stream()
                        .filter(type -> !type.getSimpleName().endsWith("-info"))
                        .map(JavaClass::reflect)
                        .collect(Collectors.toSet()));
    }

    Set<Class<?>> all() {
        return all;
    }

    /** {@return the public classes that have instances of their own, and from whose fields one of the leaves is reached} */
    Set<Class<?>> publicTypesThatReach(Set<Class<?>> leaves) {
        return all.stream()
                .filter(PublishedTypes::isPublicAndConcrete)
                .filter(type -> reached(type).stream().anyMatch(leaves::contains))
                .collect(Collectors.toSet());
    }

    private static boolean isPublicAndConcrete(Class<?> type) {
        boolean isPublic = true;
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            isPublic &= Modifier.isPublic(each.getModifiers());
        }
        return isPublic && !type.isInterface() && !type.isEnum() && !Modifier.isAbstract(type.getModifiers());
    }

    private Set<Class<?>> reached(Class<?> from) {
        Set<Class<?>> seen = new HashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (seen.add(type)) {
                all.stream()
                        .filter(type::isAssignableFrom)
                        .filter(each -> type != Object.class)
                        .forEach(open::push);
                for (Class<?> each = type; each != null && all.contains(each); each = each.getSuperclass()) {
                    instanceFields(each)
                            .map(Field::getGenericType)
                            .forEach(field -> mentioned(field, open, new HashSet<>()));
                }
            }
        }
        return seen;
    }

    static Stream<Field> instanceFields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers()));
    }

    private static void mentioned(Type type, Deque<Class<?>> into, Set<Type> seen) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof Class<?> plain) {
            into.push(plain.isArray() ? plain.getComponentType() : plain);
        } else if (type instanceof ParameterizedType parameterized) {
            mentioned(parameterized.getRawType(), into, seen);
            for (Type argument : parameterized.getActualTypeArguments()) {
                mentioned(argument, into, seen);
            }
        } else if (type instanceof GenericArrayType array) {
            mentioned(array.getGenericComponentType(), into, seen);
        } else if (type instanceof TypeVariable<?> variable) {
            Arrays.stream(variable.getBounds()).forEach(bound -> mentioned(bound, into, seen));
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(bound -> mentioned(bound, into, seen));
        }
    }
}
