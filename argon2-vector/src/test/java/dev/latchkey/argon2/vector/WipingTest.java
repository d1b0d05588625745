package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.argon2.Argon2Parameters;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After a computation, no array of the function has anything but zeros. */
class WipingTest {

    private static final Argon2Parameters COSTS = new Argon2Parameters(64, 2, 2);
    private static final byte[] SALT = "sixteen byte slt".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PASSWORD = "correct horse".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource
    void all_working_memory_is_wiped(Compressing compressing) throws Exception {
        Argon2id argon2id = new Argon2id(compressing.compression(), 64);

        argon2id.compute(COSTS, SALT, PASSWORD);

        assertThat(arraysNotWiped(argon2id)).isEmpty();
    }

    /** It keeps what it was given, as a caller cannot. */
    private static final class Watching extends DelegatingCompression {
        private long[] memory = {};

        @Override
        public void compress(long[] given, int previous, int reference, int next) {
            // The memory proper is the largest array.
            memory = given.length > memory.length ? given : memory;
            super.compress(given, previous, reference, next);
        }
    }

    @Test
    void memory_that_is_not_kept_is_wiped_too() throws Exception {
        Watching watching = new Watching();
        Argon2id argon2id = new Argon2id(watching, 0);

        argon2id.compute(COSTS, SALT, PASSWORD);

        assertThat(watching.memory).hasSize(64 * 128).containsOnly(0);
    }

    private static final class Failing extends DelegatingCompression {
        private int rest = 50;

        @Override
        public void compress(long[] memory, int previous, int reference, int next) {
            super.compress(memory, previous, reference, next);
            if (rest-- == 0) {
                throw new IllegalStateException("planted");
            }
        }
    }

    @Test
    void memory_of_a_computation_that_failed_is_wiped_too() throws Exception {
        Argon2id argon2id = new Argon2id(new Failing(), 64);

        assertThatIllegalStateException().isThrownBy(() -> argon2id.compute(COSTS, SALT, PASSWORD));

        assertThat(arraysNotWiped(argon2id)).isEmpty();
    }

    private static final class Forgetful extends DelegatingCompression {

        @Override
        public void wipe() {}
    }

    @Test
    void a_compression_that_does_not_wipe_is_found() throws Exception {
        Argon2id argon2id = new Argon2id(new Forgetful(), 64);

        argon2id.compute(COSTS, SALT, PASSWORD);

        assertThat(arraysNotWiped(argon2id)).containsExactly("work");
    }

    /** {@return the names of the fields with arrays that have more than zeros, of an object and all that it has} */
    private static List<String> arraysNotWiped(Object root) throws IllegalAccessException {
        List<String> found = new ArrayList<>();
        collect(root, new IdentityHashMap<>(), found);
        return found;
    }

    private static void collect(Object object, Map<Object, Object> seen, List<String> found)
            throws IllegalAccessException {
        if (seen.put(object, object) != null) {
            return;
        }
        for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
                    continue;
                }
                field.setAccessible(true);
                Object value = field.get(object);
                if (value.getClass().isArray()) {
                    if (hasMoreThanZeros(value)) {
                        found.add(field.getName());
                    }
                } else {
                    collect(value, seen, found);
                }
            }
        }
    }

    private static boolean hasMoreThanZeros(Object array) {
        for (int i = 0; i < Array.getLength(array); i++) {
            if (Array.getLong(array, i) != 0) {
                return true;
            }
        }
        return false;
    }
}
