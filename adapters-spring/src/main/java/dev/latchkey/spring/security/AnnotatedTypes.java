package dev.latchkey.spring.security;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Finds quickly that a class has no {@link RequiresScope} anywhere, like most classes of a service.
 *
 * <p>Thread-safe.
 */
final class AnnotatedTypes {

    private final Map<Class<?>, Boolean> types = new ConcurrentHashMap<>();
    private final Map<Class<? extends Annotation>, Boolean> annotations = new ConcurrentHashMap<>();

    /** {@return whether a class, one of its methods, or what it inherits either from is annotated} */
    boolean areAnnotated(Class<?> type) {
        Boolean known = types.get(type);
        if (known != null) {
            return known;
        }
        boolean found = isAnnotated(type) || inherits(type);
        types.put(type, found);
        return found;
    }

    private boolean inherits(Class<?> type) {
        if (type.getSuperclass() != null && areAnnotated(type.getSuperclass())) {
            return true;
        }
        for (Class<?> each : type.getInterfaces()) {
            if (areAnnotated(each)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnnotated(Class<?> type) {
        if (type.getName().startsWith("java.")) {
            return false;
        }
        try {
            if (hasOurs(type)) {
                return true;
            }
            for (Method method : type.getDeclaredMethods()) {
                if (hasOurs(method)) {
                    return true;
                }
            }
            return false;
        } catch (LinkageError e) {
            // A class that names an absent one in a signature cannot be called by reflection or proxied either.
            return false;
        }
    }

    private boolean hasOurs(AnnotatedElement element) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            if (annotations.computeIfAbsent(annotation.annotationType(), AnnotatedTypes::isOurs)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOurs(Class<? extends Annotation> type) {
        return type == RequiresScope.class
                || type == RequiresScope.All.class
                || MergedAnnotations.from(type).isPresent(RequiresScope.class)
                || MergedAnnotations.from(type).isPresent(RequiresScope.All.class);
    }
}
