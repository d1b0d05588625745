package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.latchkey.AccessTokens;
import dev.latchkey.testkit.store.TokenStoreContract;
import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test kit's users compile against it, the core and JUnit; what it asserts with and jqwik are not on their way. */
class KitConsumerTest {

    private static final String SOURCE = """
            import dev.latchkey.port.ChangeFeed;
            import dev.latchkey.port.TokenStore;
            import dev.latchkey.testkit.DelegatingTokenVerifier;
            import dev.latchkey.testkit.SettableClock;
            import dev.latchkey.testkit.store.*;
            import dev.latchkey.token.TokenRecord;
            import java.nio.file.Path;
            import java.time.Instant;
            import java.time.InstantSource;

            class Consumer<S extends TokenStore & ChangeFeed> {
                S store;
                SettableClock clock = SettableClock.at(Instant.EPOCH);

                class Records extends TokenStoreContract {
                    @Override protected TokenStore store() { return store; }
                }
                class Lists extends TokenListContract {
                    @Override protected TokenStore store() { return store; }
                }
                class Feed extends ChangeFeedContract<S> {
                    @Override protected S store() { return store; }
                }
                class Times extends DatedFeedContract<S> {
                    @Override protected S store(InstantSource entries) { return store; }
                }
                class Numbers extends NumberedFeedContract<S> {
                    @Override protected S store(InstantSource entries) { return store; }
                }
                class Callers extends ConcurrentStoreContract<S> {
                    @Override protected S store() { return store; }
                    @Override protected S another(S other) { return other; }
                }
                class Durable extends DurableStoreContract<S> {
                    @Override protected S open(Path folder) { return store; }
                }
                class Counting extends DelegatingTokenStore<S> {
                    Counting() { super(store); }
                    boolean insert(TokenRecord record) { return StoreWrites.insert(this, record); }
                }
            }
            """;

    /** JUnit's API and what it brings. */
    private static final Pattern JUNIT =
            Pattern.compile("(junit-jupiter-api|junit-platform-commons|opentest4j|apiguardian-api|jspecify)-.*\\.jar");

    @TempDir
    private Path folder;

    private static Path home(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static String compile(Path folder, Class<?>... ours) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Stream<Path> junit = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(place -> JUNIT.matcher(place.getFileName().toString()).matches());
        String places = Stream.concat(Arrays.stream(ours).map(KitConsumerTest::home), junit)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-Xlint:all", "-Werror", "-classpath", places, "-d", folder.toString()),
                        null,
                        List.of(new Source()))
                .call();
        return compiled + " " + messages;
    }

    private static final class Source extends SimpleJavaFileObject {

        Source() {
            super(URI.create("string:///Consumer.java"), Kind.SOURCE);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return SOURCE;
        }
    }

    @Test
    void tests_of_a_backend_compile_with_the_kit_the_core_and_junit_alone() {
        assertThat(compile(folder, AccessTokens.class, TokenStoreContract.class))
                .isEqualTo("true ");
    }

    @Test
    void without_the_kit_they_do_not_compile() {
        assertThat(compile(folder, AccessTokens.class)).startsWith("false ").contains("dev.latchkey.testkit");
    }

    @Test
    void no_signature_that_others_see_names_a_type_of_another_library() {
        List<JavaMethod> seen = new ClassFileImporter()
                .importPackages("dev.latchkey.testkit", "dev.latchkey.testkit.store").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                                || method.getModifiers().contains(JavaModifier.PROTECTED))
                        .toList();

        assertThat(seen).hasSizeGreaterThan(50);
        assertThat(seen)
                .flatExtracting(JavaMethod::getAllInvolvedRawTypes)
                .extracting(JavaClass::getPackageName)
                .allSatisfy(name -> assertThat(name).doesNotStartWith("org.assertj"));
    }
}
