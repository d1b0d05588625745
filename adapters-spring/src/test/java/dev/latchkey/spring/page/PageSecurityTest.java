package dev.latchkey.spring.page;

import static dev.latchkey.spring.page.Browser.MOUNT;
import static dev.latchkey.spring.test.AccessTokenRequestPostProcessor.accessToken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;

import dev.latchkey.page.PageHost;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeyHttpAutoConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;

/** What Spring Security adds to the page: the CSRF token of its forms, and a recent sign-in; and what it must not open. */
class PageSecurityTest {

    @Configuration(proxyBeanMethods = false)
    static class WithoutCsrfProtectionOfThePage extends ServletPageTest.Host {

        @Override
        SecurityFilterChain people(HttpSecurity http) {
            return http.formLogin(login -> {})
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .csrf(csrf -> csrf.ignoringRequestMatchers(MOUNT + "/**"))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Security {}

    private static WebApplicationContextRunner runner() {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        ServletWebSecurityAutoConfiguration.class,
                        LatchkeyAutoConfiguration.class,
                        LatchkeyHttpAutoConfiguration.class,
                        LatchkeyPageAutoConfiguration.class))
                .withPropertyValues(
                        "latchkey.store=memory",
                        "latchkey.prefix=acme",
                        "latchkey.hashing.profile=light",
                        "latchkey.page.path=" + MOUNT);
    }

    private static void with(Class<?> host, Consumer<MockMvcTester> test, String... properties) {
        runner().withUserConfiguration(Security.class, host)
                .withPropertyValues(properties)
                .run(context -> test.accept(MockMvcTester.from(
                        context,
                        builder -> ((DefaultMockMvcBuilder) builder)
                                .apply(springSecurity())
                                .build())));
    }

    private static RequestPostProcessor ann(GrantedAuthority... authorities) {
        return authentication(UsernamePasswordAuthenticationToken.authenticated("ann", null, List.of(authorities)));
    }

    private static GrantedAuthority factor(String name, Duration age) {
        return FactorGrantedAuthority.withFactor(name)
                .issuedAt(Instant.now().minus(age))
                .build();
    }

    private static MvcTestResult post(MockMvcTester mvc, String path, RequestPostProcessor... with) {
        MockMvcTester.MockMvcRequestBuilder request =
                mvc.post().uri(MOUNT + path).contentType(MediaType.APPLICATION_FORM_URLENCODED);
        Arrays.stream(with).forEach(request::with);
        return request.exchange();
    }

    @Test
    void a_form_needs_the_csrf_token() {
        with(ServletPageTest.Host.class, mvc -> {
            assertThat(post(mvc, "/revoke-all", user("ann"))).hasStatus(HttpStatus.FORBIDDEN);
            assertThat(post(mvc, "/revoke-all", user("ann"), csrf().useInvalidToken()))
                    .hasStatus(HttpStatus.FORBIDDEN);
            // The form itself is wrong: it names no reason.
            assertThat(post(mvc, "/revoke-all", user("ann"), csrf())).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        });
    }

    @Test
    void a_form_needs_the_csrf_token_also_where_the_filter_does_not_look_at_the_page() {
        with(WithoutCsrfProtectionOfThePage.class, mvc -> {
            assertThat(post(mvc, "/revoke-all", user("ann"))).hasStatus(HttpStatus.FORBIDDEN);
            assertThat(post(mvc, "/revoke-all", user("ann"), csrf().useInvalidToken()))
                    .hasStatus(HttpStatus.FORBIDDEN);
            assertThat(post(mvc, "/revoke-all", user("ann"), csrf())).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        });
    }

    @Test
    void an_access_token_does_not_open_the_page_also_if_its_owner_is_a_viewer() {
        with(ServletPageTest.Host.class, mvc -> {
            assertThat(mvc.get().uri(MOUNT + "/").with(user("ann"))).hasStatusOk();
            assertThat(mvc.get()
                            .uri(MOUNT + "/")
                            .with(accessToken("workspace:read").owner("ann")))
                    .hasStatus(HttpStatus.SEE_OTHER);
        });
    }

    @Test
    void a_new_token_needs_a_recent_sign_in_where_that_is_required() {
        with(
                ServletPageTest.Host.class,
                mvc -> {
                    RequestPostProcessor recent = ann(factor("PASSWORD", Duration.ofMinutes(14)));
                    RequestPostProcessor old = ann(factor("PASSWORD", Duration.ofMinutes(16)));

                    assertThat(mvc.get().uri(MOUNT + "/new").with(recent)).hasStatusOk();
                    assertThat(mvc.get().uri(MOUNT + "/").with(old)).hasStatusOk();
                    MvcTestResult refused =
                            mvc.get().uri(MOUNT + "/new").with(old).exchange();
                    assertThat(refused)
                            .hasStatus3xxRedirection()
                            .redirectedUrl()
                            .contains("/login", "factor.type=password", "factor.reason=expired");
                    assertThat(refused).request().sessionAttributes().containsKey("SPRING_SECURITY_SAVED_REQUEST");
                },
                "latchkey.page.sign-in-within=15m");
    }

    @Test
    void a_form_that_needs_a_recent_sign_in_is_answered_by_the_page() {
        with(
                ServletPageTest.Host.class,
                mvc -> assertThat(post(mvc, "/new", ann(factor("PASSWORD", Duration.ofMinutes(16))), csrf()))
                        .hasStatus(HttpStatus.FORBIDDEN)
                        .bodyText()
                        .contains("href=\"new\""),
                "latchkey.page.sign-in-within=15m");
    }

    @Test
    void a_sign_in_without_a_factor_or_with_a_bearer_token_is_not_recent() {
        with(
                ServletPageTest.Host.class,
                mvc -> {
                    assertThat(mvc.get().uri(MOUNT + "/new").with(ann())).hasStatus3xxRedirection();
                    assertThat(mvc.get().uri(MOUNT + "/new").with(ann(factor("BEARER", Duration.ZERO))))
                            .hasStatus3xxRedirection();
                },
                "latchkey.page.sign-in-within=15m");
    }

    @Test
    void every_named_factor_must_be_recent() {
        with(
                ServletPageTest.Host.class,
                mvc -> {
                    GrantedAuthority password = factor("PASSWORD", Duration.ofMinutes(1));

                    assertThat(mvc.get().uri(MOUNT + "/new").with(ann(password)))
                            .hasStatus(HttpStatus.FORBIDDEN);
                    assertThat(mvc.get()
                                    .uri(MOUNT + "/new")
                                    .with(ann(password, factor("WEBAUTHN", Duration.ofMinutes(16)))))
                            .hasStatus(HttpStatus.FORBIDDEN);
                    assertThat(mvc.get()
                                    .uri(MOUNT + "/new")
                                    .with(ann(password, factor("WEBAUTHN", Duration.ofMinutes(1)))))
                            .hasStatusOk();
                },
                "latchkey.page.sign-in-within=15m",
                "latchkey.page.sign-in-factors=password,webauthn");
    }

    private static void assertRefused(WebApplicationContextRunner runner, String problem) {
        runner.run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .isInstanceOf(LatchkeyConfigurationException.class)
                .hasMessageContaining(problem));
    }

    @Test
    void a_page_without_a_host_or_a_catalogue_is_explained() {
        assertRefused(runner(), "no single bean of type PageHost");
        assertRefused(runner().withBean(SettingsPage.class), "no single bean of type ScopeCatalog");
    }

    @Test
    void a_page_that_is_not_on_the_class_path_is_explained() {
        assertRefused(
                runner().withClassLoader(new FilteredClassLoader("dev.latchkey.page")), "is not on the class path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"settings", "/", "/settings/", "/settings/*", "/{name}", "/a/../b", "/a b", "//a"})
    void a_path_that_is_not_literal_is_explained(String path) {
        assertRefused(
                runner().withBean(SettingsPage.class)
                        .withBean("scopes", dev.latchkey.scope.ScopeCatalog.class, ServletPageTest::catalog)
                        .withPropertyValues("latchkey.page.path=" + path),
                "cannot be mounted");
    }

    @Test
    void a_recent_sign_in_that_nothing_would_check_is_explained() {
        WebApplicationContextRunner runner = runner().withBean(SettingsPage.class)
                .withBean("scopes", dev.latchkey.scope.ScopeCatalog.class, ServletPageTest::catalog);

        assertRefused(runner.withPropertyValues("latchkey.page.sign-in-factors=password"), "without");
        assertRefused(runner.withPropertyValues("latchkey.page.sign-in-within=0s"), "no sign-in would be recent");
        assertRefused(
                runner.withPropertyValues("latchkey.page.sign-in-within=15m")
                        .withClassLoader(new FilteredClassLoader("org.springframework.security")),
                "would do nothing");
    }

    /** A method with a default that was not forwarded would do nothing, and nobody would notice. */
    @Test
    void every_method_of_the_host_is_forwarded() {
        assertThat(PageHost.class.getMethods())
                .allSatisfy(method -> assertThat(
                                SecuredPageHost.class.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                        .isNotNull());
    }

    @Test
    void there_is_no_page_without_a_path_or_where_latchkey_is_not_enabled() {
        new WebApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LatchkeyAutoConfiguration.class, LatchkeyPageAutoConfiguration.class))
                .withBean(SettingsPage.class)
                .withPropertyValues("latchkey.store=memory", "latchkey.prefix=acme", "latchkey.hashing.profile=light")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("latchkeyAccessPage"));
        runner().withPropertyValues("latchkey.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("latchkeyAccessPage"));
    }
}
