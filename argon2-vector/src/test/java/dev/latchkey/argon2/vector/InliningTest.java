package dev.latchkey.argon2.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the JIT compiler from putting vectors on the heap, which is forty times as slow. */
class InliningTest {

    /** The default of {@code -XX:FreqInlineSize}. */
    private static final int LARGEST_INLINED = 325;

    /** The default of {@code -XX:HugeMethodLimit}. */
    private static final int LARGEST_COMPILED = 8000;

    @ParameterizedTest
    @ValueSource(classes = {Rows512.class, Columns512.class, Rows256.class, Columns256.class})
    void vector_methods_are_too_large_to_be_inlined_and_small_enough_to_be_compiled(Class<?> type) throws Exception {
        try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            List<MethodModel> methods = ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .filter(method -> method.methodName().stringValue().startsWith("mix"))
                    .toList();

            assertThat(methods)
                    .hasSize(2)
                    .allSatisfy(method -> assertThat(method.findAttribute(Attributes.code())
                                    .orElseThrow()
                                    .codeLength())
                            .isBetween(LARGEST_INLINED + 1, LARGEST_COMPILED));
        }
    }
}
