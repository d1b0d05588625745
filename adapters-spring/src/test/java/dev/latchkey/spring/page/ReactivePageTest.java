package dev.latchkey.spring.page;

import static dev.latchkey.spring.page.Browser.MOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.Verification.Verified;
import dev.latchkey.page.PageHost;
import dev.latchkey.page.PageRequest;
import dev.latchkey.page.Visit;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.security.LatchkeyWebFlux;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The page in WebFlux on a real port, behind form login, beside the chain of tokens. */
class ReactivePageTest {

    private static ConfigurableApplicationContext context;
    private static int port;

    /** Records which threads ask who is looking. */
    static final class Watched {

        private final Set<String> threads = ConcurrentHashMap.newKeySet();

        Optional<Visit> visit(PageHost host, PageRequest request) {
            threads.add((Schedulers.isInNonBlockingThread() ? "event loop " : "")
                    + Thread.currentThread().getName());
            return host.visit(request);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Host {

        @Bean
        @Order(1)
        SecurityWebFilterChain api(ServerHttpSecurity http, LatchkeyWebFlux latchkey) {
            return latchkey.applyTo(http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/v1/**")))
                    .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .build();
        }

        @Bean
        @Order(2)
        SecurityWebFilterChain people(ServerHttpSecurity http) {
            return http.formLogin(withDefaults())
                    .authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .build();
        }

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(List.of(user("ann"), user("bob")));
        }

        private static UserDetails user(String name) {
            return User.withUsername(name).password("{noop}pw").roles("USER").build();
        }

        @Bean
        Watched watched() {
            return new Watched();
        }

        @Bean
        PageHost settingsPage(Watched watched) {
            return new SettingsPage() {
                @Override
                public Optional<Visit> visit(PageRequest request) {
                    return watched.visit(new SettingsPage(), request);
                }
            };
        }

        @Bean
        ScopeCatalog scopes() {
            return ServletPageTest.catalog();
        }

        @Bean
        Endpoints endpoints() {
            return new Endpoints();
        }
    }

    @RestController
    static class Endpoints {

        @GetMapping("/v1/hello")
        Mono<String> hello() {
            return Mono.just("hello");
        }

        @GetMapping("/**")
        Mono<String> anything() {
            return Mono.just("the host's own page");
        }
    }

    @BeforeAll
    static void start() {
        SpringApplication application = new SpringApplication(Host.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        context = application.run(
                "--spring.application.name=acme",
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=off",
                "--latchkey.store=memory",
                "--latchkey.hashing.profile=light",
                "--latchkey.page.path=" + MOUNT);
        port = Integer.parseInt(context.getEnvironment().getProperty("local.server.port", "0"));
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    private static AccessTokens tokens() {
        return context.getBean(AccessTokens.class);
    }

    private static String header(HttpResponse<String> response, String name) {
        return String.join("\n", response.headers().allValues(name));
    }

    @Test
    void an_owner_creates_a_token_and_the_token_works_in_the_other_chain() {
        Browser ann = new Browser(port).signedIn("ann");

        HttpResponse<String> shown = ann.create("Nightly export", "");

        assertThat(shown.statusCode()).isEqualTo(200);
        Matcher secret = Pattern.compile("value=\"(acme_[^\"]+)\"").matcher(shown.body());
        assertThat(secret.find()).isTrue();
        assertThat(tokens().verifier().verify(secret.group(1))).isInstanceOf(Verified.class);
        assertThat(new Browser(port)
                        .send("GET", "/v1/hello", "Authorization", "Bearer " + secret.group(1))
                        .body())
                .isEqualTo("hello");
        assertThat(header(shown, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(shown, "Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void the_page_is_called_off_the_event_loop() {
        new Browser(port).signedIn("ann").get(MOUNT + "/");

        assertThat(context.getBean(Watched.class).threads)
                .isNotEmpty()
                .allMatch(name -> name.startsWith("latchkey-page"));
    }

    @Test
    void a_form_without_the_csrf_token_of_another_or_from_another_site_is_refused() {
        Browser ann = new Browser(port).signedIn("ann");
        String csrf = Browser.hidden(ann.get(MOUNT + "/revoke-all").body(), "_csrf");

        assertThat(csrf).isNotEmpty();
        assertThat(ann.create("Forged", "another").statusCode()).isEqualTo(403);
        assertThat(ann.post(MOUNT + "/revoke-all").statusCode()).isEqualTo(403);
        assertThat(ann.postFrom("cross-site", MOUNT + "/revoke-all", "_csrf", csrf)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_member_looks_and_changes_nothing() {
        Browser bob = new Browser(port).signedIn("bob");

        assertThat(bob.get(MOUNT + "/").statusCode()).isEqualTo(200);
        assertThat(bob.get(MOUNT + "/new").statusCode()).isEqualTo(403);
    }

    @Test
    void nobody_gets_to_the_page_without_signing_in_and_a_token_is_not_a_sign_in() {
        String bearer = tokens().issuer()
                .issue(IssueRequest.forOwner("ann")
                        .describedAs("not for the page")
                        .withScopes("workspace:read")
                        .grantedByTheService())
                .reveal();

        assertThat(new Browser(port).get(MOUNT + "/").statusCode()).isIn(302, 401);
        assertThat(new Browser(port)
                        .send("GET", MOUNT + "/", "Authorization", "Bearer " + bearer)
                        .statusCode())
                .isIn(302, 401);
    }

    @Test
    void security_does_not_weaken_the_headers_of_the_page() {
        HttpResponse<String> list = new Browser(port).signedIn("ann").get(MOUNT + "/");

        assertThat(list.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'");
        assertThat(list.headers().allValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(list.headers().allValues("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void the_mount_without_a_slash_leads_to_the_one_with_it_and_head_has_no_body() {
        Browser ann = new Browser(port).signedIn("ann");

        assertThat(header(ann.get(MOUNT), "Location")).isEqualTo("access-management/");
        HttpResponse<String> head = ann.send("HEAD", MOUNT + "/history.csv");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(header(ann.get(MOUNT + "/history.csv"), "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "/%2e%2e/", "/..%2f", "/;x=1/", "/nothing", "/new/", "/%6eew"})
    void odd_paths_are_not_found_or_not_let_through(String path) {
        assertThat(new Browser(port).signedIn("ann").get(MOUNT + path).statusCode())
                .isIn(400, 404);
    }

    @Test
    void a_body_that_is_no_form_or_too_large_is_refused() {
        Browser ann = new Browser(port).signedIn("ann");
        String csrf = Browser.hidden(ann.get(MOUNT + "/new").body(), "_csrf");

        // A client of its own: JDK 17's sometimes gets no answer to the request after a PUT without a body.
        assertThat(new Browser(port).signedIn("ann").send("PUT", MOUNT + "/new").statusCode())
                .isEqualTo(403);
        assertThat(ann.postText(MOUNT + "/new", "application/json", "{}").statusCode())
                .isEqualTo(403);
        assertThat(ann.post(MOUNT + "/new", "_csrf", csrf, "description", "x".repeat(300_000))
                        .statusCode())
                .as("Spring's filter reads the form first, and fails on its limit")
                .isIn(413, 500);
    }

    @Test
    void a_recent_sign_in_is_not_promised_where_nothing_records_one() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(LatchkeyAutoConfiguration.class, LatchkeyPageAutoConfiguration.class))
                .withBean(SettingsPage.class)
                .withBean("scopes", ScopeCatalog.class, ServletPageTest::catalog)
                .withPropertyValues(
                        "latchkey.store=memory",
                        "latchkey.prefix=acme",
                        "latchkey.hashing.profile=light",
                        "latchkey.page.path=/tokens",
                        "latchkey.page.sign-in-within=15m")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(LatchkeyConfigurationException.class)
                        .hasMessageContaining("would do nothing"));
    }
}
