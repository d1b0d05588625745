package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.spring.security.LatchkeyWebFlux;
import dev.latchkey.spring.security.RequiresScopeSelfTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** A host without one of the optional libraries has tokens all the same. */
class AbsentLibrariesTest {

    private static final String IMPORTS =
            "/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";
    private static final String[] PROPERTIES = {
        "latchkey.store=memory", "latchkey.prefix=acme", "latchkey.hashing.profile=light"
    };

    private static AutoConfigurations all() throws IOException {
        try (InputStream in = AbsentLibrariesTest.class.getResourceAsStream(IMPORTS)) {
            List<String> names = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return AutoConfigurations.of(names.stream()
                    .filter(name -> name.startsWith("dev.latchkey"))
                    .map(AbsentLibrariesTest::named)
                    .toArray(Class<?>[]::new));
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.security",
                "org.springframework.web.reactive",
                "org.springframework.web.servlet",
                "org.springframework.jdbc",
                "org.springframework.boot.health",
                "org.springframework.boot.actuate",
                "io.micrometer",
                "io.micrometer.observation",
                "org.springframework.security.oauth2",
                "dev.latchkey.jdbc",
                "dev.latchkey.page",
                "reactor"
            })
    void tokens_are_there_without(String library) throws IOException {
        new WebApplicationContextRunner()
                .withConfiguration(all())
                .withPropertyValues(PROPERTIES)
                .withClassLoader(new FilteredClassLoader(library))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AccessTokens.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.security",
                "org.springframework.web.servlet",
                "jakarta.servlet",
                "org.springframework.jdbc",
                "org.springframework.boot.health",
                "org.springframework.boot.actuate",
                "io.micrometer",
                "dev.latchkey.jdbc",
                "dev.latchkey.page"
            })
    void tokens_are_there_in_webflux_without(String library) throws IOException {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(all())
                .withPropertyValues(PROPERTIES)
                .withClassLoader(new FilteredClassLoader(library))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AccessTokens.class));
    }

    @Test
    void everything_is_there_where_no_library_is_absent() throws IOException {
        new WebApplicationContextRunner()
                .withConfiguration(all())
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("latchkeyArgumentResolvers")
                        .hasSingleBean(RequiresScopeSelfTest.class)
                        .doesNotHaveBean(LatchkeyWebFlux.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(all())
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(LatchkeyWebFlux.class)
                        .doesNotHaveBean("latchkeyArgumentResolvers"));
        new ApplicationContextRunner()
                .withConfiguration(all())
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AccessTokens.class)
                        .doesNotHaveBean(LatchkeyWebFlux.class)
                        .doesNotHaveBean("latchkeyArgumentResolvers"));
    }

    @Test
    void only_the_denial_of_annotated_methods_is_left_where_latchkey_is_not_enabled() throws IOException {
        new WebApplicationContextRunner()
                .withConfiguration(all())
                .withPropertyValues("latchkey.enabled=false")
                .run(context -> assertThat(context.getBeanDefinitionNames())
                        .filteredOn(name -> name.contains("atchkey") && !name.contains("AutoConfiguration"))
                        .containsExactlyInAnyOrder("latchkeyRequiresScopeAdvisor", "latchkeyRequiresScopeSelfTest"));
    }
}
