package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.spring.LatchkeyDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What is printed where the service cannot start. */
class FailureAnalysisTest {

    private static FailureAnalysis analysis(ApplicationContextRunner runner) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        runner.run(context -> {
            assertThat(context).hasFailed();
            List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                    .load(FailureAnalyzer.class, (type, name, e) -> {});
            found[0] = analyzers.stream()
                    .filter(analyzer -> analyzer instanceof LatchkeyFailureAnalyzer)
                    .map(analyzer -> analyzer.analyze(context.getStartupFailure()))
                    .findFirst()
                    .orElseThrow();
        });
        return found[0];
    }

    private static void assertExplained(ApplicationContextRunner runner, String problem, String action) {
        FailureAnalysis analysis = analysis(runner);
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains(problem);
        assertThat(analysis.getAction()).contains(action);
    }

    private static UnaryOperator<ApplicationContextRunner> properties(String... pairs) {
        return runner -> runner.withPropertyValues(pairs);
    }

    @Test
    void no_data_source_is_explained() {
        assertExplained(
                Contexts.bare()
                        .withPropertyValues("latchkey.prefix=acme")
                        .withClassLoader(new FilteredClassLoader("org.h2", "com.zaxxer")),
                "There is no DataSource to store tokens in",
                "spring.datasource.url");
    }

    @Test
    void no_prefix_is_explained() {
        assertExplained(
                properties("spring.application.name=").apply(Contexts.named()),
                "Tokens need a prefix",
                "Set latchkey.prefix");
        assertExplained(
                properties("spring.application.name=日本").apply(Contexts.named()),
                "Tokens need a prefix",
                "spring.application.name");
    }

    @Test
    void a_prefix_that_tokens_cannot_have_is_explained() {
        assertExplained(
                properties("latchkey.prefix=Acme Live").apply(Contexts.named()),
                "Tokens cannot begin so",
                "segments of [a-z0-9]+");
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoPlainDataSources {

        @Bean
        DataSource first() {
            return LatchkeyAutoConfigurationTest.TwoDataSources.memory("a");
        }

        @Bean
        DataSource second() {
            return LatchkeyAutoConfigurationTest.TwoDataSources.memory("b");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoMarkedDataSources {

        @Bean
        @LatchkeyDataSource
        DataSource first() {
            return LatchkeyAutoConfigurationTest.TwoDataSources.memory("a");
        }

        @Bean
        @LatchkeyDataSource
        DataSource second() {
            return LatchkeyAutoConfigurationTest.TwoDataSources.memory("b");
        }
    }

    @Test
    void two_data_sources_are_explained() {
        assertExplained(
                Contexts.named().withUserConfiguration(TwoPlainDataSources.class),
                "There are 2 beans of type DataSource",
                "@LatchkeyDataSource");
        assertExplained(
                Contexts.named().withUserConfiguration(TwoMarkedDataSources.class),
                "Several beans of type DataSource are annotated with @LatchkeyDataSource",
                "Annotate the one");
    }

    @Test
    void no_store_is_explained() {
        assertExplained(
                Contexts.named().withClassLoader(new FilteredClassLoader(JdbcTokenStore.class)),
                "There is nowhere to store tokens",
                "latchkey-jdbc");
        assertExplained(
                Contexts.bare()
                        .withPropertyValues("latchkey.store=memory", "latchkey.prefix=acme")
                        .withClassLoader(new FilteredClassLoader(InMemoryTokenStore.class)),
                "There is nowhere to store tokens",
                "latchkey-inmemory");
    }

    @Test
    void missing_tables_are_explained(@TempDir Path folder) {
        assertExplained(
                properties("spring.datasource.url=jdbc:h2:file:" + folder.resolve("db"))
                        .apply(Contexts.named()),
                "The tables for tokens cannot be read",
                "latchkey.jdbc.initialize-schema=always");
    }

    @Test
    void a_table_prefix_that_cannot_be_is_explained() {
        assertExplained(
                properties("latchkey.jdbc.table-prefix=1; DROP").apply(Contexts.named()),
                "The tables for tokens could not be created",
                "Look at the cause");
    }

    @Test
    void a_checksum_key_that_is_too_short_or_not_base64_is_explained_without_it() {
        for (String key : List.of("c2VjcmV0LXNlY3JldA==", "not*base64-but-secret")) {
            FailureAnalysis analysis =
                    analysis(properties("latchkey.checksum.key=" + key).apply(Contexts.named()));

            assertThat(analysis.getDescription()).contains("latchkey.checksum.key");
            assertThat(analysis.getAction()).contains("openssl rand -base64 32");
            for (Throwable each = analysis.getCause(); each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain(key).doesNotContain("secret");
            }
        }
    }

    @Test
    void a_previous_key_without_a_key_is_explained() {
        assertExplained(
                properties("latchkey.checksum.previous-key=AAAA").apply(Contexts.named()),
                "mean nothing without latchkey.checksum.key",
                "Set latchkey.checksum.key");
    }

    @Test
    void lifetimes_that_contradict_each_other_are_explained() {
        assertExplained(
                properties("latchkey.issue.default-lifetime=400d").apply(Contexts.named()),
                "default lifetime 400 days is not between",
                "latchkey.issue");
    }
}
