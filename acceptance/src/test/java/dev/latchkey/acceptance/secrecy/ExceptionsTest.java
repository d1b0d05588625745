package dev.latchkey.acceptance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.ConflictingRequestException;
import dev.latchkey.ExcessiveScopeException;
import dev.latchkey.port.CallerTransactionException;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.VerifierOverloadedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exceptions are serializable because {@link Throwable} is, so nothing of them may get lost on the way. */
class ExceptionsTest {

    private static final Map<Class<?>, Throwable> EXCEPTIONS = Stream.of(
                    new ExcessiveScopeException("the grantor", ScopeSet.parse("workspace source:read")),
                    new ConflictingRequestException("the key was used"),
                    new TokenStoreException("the store does not answer", new IllegalStateException("closed")),
                    new CallerTransactionException("deadlock", new IllegalStateException("40001")),
                    new UnavailableException("not now", null),
                    new VerifierOverloadedException("too many"))
            .collect(Collectors.toMap(Throwable::getClass, exception -> exception));

    @SuppressWarnings("unchecked")
    private static <T> T sent(T exception) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void every_exception_of_the_library_is_tried() {
        assertThat(EXCEPTIONS.keySet())
                .containsAll(PublishedTypes.ofTheLibrary().all().stream()
                        .filter(Throwable.class::isAssignableFrom)
                        .filter(type -> Modifier.isPublic(type.getModifiers()) || hasFields(type))
                        .toList());
    }

    /** A hidden exception without fields has nothing of its own to lose. */
    private static boolean hasFields(Class<?> type) {
        return Stream.of(type.getDeclaredFields()).anyMatch(field -> !Modifier.isStatic(field.getModifiers()));
    }

    static Stream<Throwable> exceptions() {
        return EXCEPTIONS.values().stream();
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void an_exception_answers_as_before_after_serialization(Throwable exception) throws Exception {
        Throwable received = sent(exception);

        assertThat(Stream.of(exception.getClass().getDeclaredMethods())
                        .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic()))
                .allSatisfy(method ->
                        assertThat(method.invoke(received)).isNotNull().isEqualTo(method.invoke(exception)));
        assertThat(received).hasMessage(exception.getMessage());
        assertThat(received.getCause() == null).isEqualTo(exception.getCause() == null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65, 300})
    void excess_of_any_size_survives_serialization(int size) throws Exception {
        ScopeSet excess = ScopeSet.of(
                IntStream.range(0, size).mapToObj(i -> Scope.of("s" + i)).toList());

        assertThat(sent(new ExcessiveScopeException("the grantor", excess)).excess())
                .isEqualTo(excess);
    }
}
