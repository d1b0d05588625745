package dev.latchkey.spring.page;

import static dev.latchkey.spring.page.Browser.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.javapoet.ClassName;

/** A host is processed ahead of time, as for a native image, and the files that are read at run time are named. */
class AheadOfTimeTest {

    /** What processing a context makes. */
    private record Processed(String sources, RuntimeHints hints) {}

    private static Processed process(GenericApplicationContext context, Class<?> host) throws IOException {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "latchkey.store", "memory",
                                "latchkey.prefix", "acme",
                                "latchkey.page.path", MOUNT)));
        context.registerBean(host);
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(host)), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();
        StringBuilder sources = new StringBuilder();
        for (String path : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
            sources.append(files.getGeneratedFileContent(Kind.SOURCE, path));
        }
        return new Processed(sources.toString(), generation.getRuntimeHints());
    }

    @Test
    void a_host_with_the_page_is_processed() throws IOException {
        Processed servlet =
                process(new AnnotationConfigServletWebServerApplicationContext(), ServletPageTest.Host.class);

        assertThat(servlet.sources())
                .contains("latchkeyAccessPage", "latchkeyPageHandlerMapping", "latchkeyRequiresScopeSelfTest");
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(dev.latchkey.spring.LatchkeyProperties.Page.class)
                        .test(servlet.hints()))
                .isTrue();

        Processed reactive = process(new AnnotationConfigReactiveWebApplicationContext(), ReactivePageTest.Host.class);

        assertThat(reactive.sources()).contains("latchkeyPageScheduler", "latchkeyWebFlux");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev/latchkey/jdbc/schema/postgresql/V1__latchkey.sql",
                "dev/latchkey/jdbc/schema/mysql/V1__latchkey.sql",
                "dev/latchkey/jdbc/schema/sqlite/V1__latchkey.sql",
                "dev/latchkey/jdbc/schema/h2/V1__latchkey.sql",
                "dev/latchkey/page/page.css",
                "dev/latchkey/page/page.js",
                "dev/latchkey/page/view/messages.properties",
                "dev/latchkey/page/view/messages_de.properties"
            })
    void a_file_that_is_read_at_run_time_exists_and_is_named(String file) {
        RuntimeHints hints = new RuntimeHints();
        List<String> registrars = org.springframework.core.io.support.SpringFactoriesLoader.forResourceLocation(
                        "META-INF/spring/aot.factories")
                .load(org.springframework.aot.hint.RuntimeHintsRegistrar.class)
                .stream()
                .peek(each -> each.registerHints(hints, getClass().getClassLoader()))
                .map(each -> each.getClass().getName())
                .toList();

        assertThat(registrars).contains("dev.latchkey.spring.autoconfigure.LatchkeyRuntimeHints");
        assertThat(new ClassPathResource(file).exists()).isTrue();
        assertThat(RuntimeHintsPredicates.resource().forResource(file).test(hints))
                .isTrue();
    }
}
