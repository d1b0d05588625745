package dev.latchkey.spring.page;

import static dev.latchkey.spring.page.Browser.MOUNT;
import static dev.latchkey.spring.security.LatchkeyConfigurer.latchkey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.page.PageHost;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.token.TokenQuery;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page in Spring MVC on a real port, behind form login, beside the stateless chain of tokens. */
class ServletPageTest {

    private static ConfigurableApplicationContext context;
    private static int port;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Host {

        @Bean
        @Order(1)
        SecurityFilterChain api(HttpSecurity http) {
            return http.securityMatcher("/v1/**")
                    .with(latchkey(), withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .csrf(csrf -> csrf.disable())
                    .build();
        }

        /** Its headers are weaker than the page's. */
        @Bean
        @Order(2)
        SecurityFilterChain people(HttpSecurity http) {
            return http.formLogin(withDefaults())
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src *"))
                            .frameOptions(frames -> frames.sameOrigin()))
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(List.of(user("ann"), user("bob"), user("eve")));
        }

        private static org.springframework.security.core.userdetails.UserDetails user(String name) {
            return User.withUsername(name).password("{noop}pw").roles("USER").build();
        }

        @Bean
        PageHost settingsPage() {
            return new SettingsPage();
        }

        @Bean
        ScopeCatalog scopes() {
            return catalog();
        }

        @Bean
        Endpoints endpoints() {
            return new Endpoints();
        }
    }

    static ScopeCatalog catalog() {
        return ScopeCatalog.builder()
                .group("Workspace")
                .permission("workspace", "Everything in the workspace")
                .permission("workspace:read", "See the workspace")
                .build();
    }

    @RestController
    static class Endpoints {

        @GetMapping("/v1/hello")
        String hello() {
            return "hello";
        }

        /** A host's own handler of every path must not hide the page. */
        @GetMapping("/**")
        String anything() {
            return "the host's own page";
        }
    }

    @BeforeAll
    static void start() {
        SpringApplication application = new SpringApplication(Host.class);
        application.setWebApplicationType(WebApplicationType.SERVLET);
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

    private static long stored(String description) {
        return tokens().all().list(TokenQuery.all()).tokens().stream()
                .filter(token -> token.description().equals(description))
                .count();
    }

    private static IssuedToken issue(String owner, String description) {
        return tokens().issuer()
                .issue(IssueRequest.forOwner(owner)
                        .describedAs(description)
                        .withScopes("workspace:read")
                        .grantedByTheService());
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
    void a_form_without_the_csrf_token_or_with_another_is_refused() {
        Browser ann = new Browser(port).signedIn("ann");

        assertThat(ann.create("Forged", "another").statusCode()).isEqualTo(403);
        assertThat(ann.post(MOUNT + "/new", "step", "create", "description", "Forged")
                        .statusCode())
                .isEqualTo(403);
        assertThat(stored("Forged")).isZero();
    }

    @Test
    void a_form_of_another_site_is_refused_with_the_right_csrf_token_too() {
        Browser ann = new Browser(port).signedIn("ann");
        String csrf = Browser.hidden(ann.get(MOUNT + "/revoke-all").body(), "_csrf");

        assertThat(ann.postFrom("cross-site", MOUNT + "/revoke-all", "_csrf", csrf)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_member_looks_and_changes_nothing_and_others_see_nothing() {
        issue("workspaces/acme", "Seen by members");
        issue("workspaces/other", "Of another workspace");
        Browser bob = new Browser(port).signedIn("bob");
        Browser eve = new Browser(port).signedIn("eve");

        assertThat(bob.get(MOUNT + "/").body()).contains("Seen by members").doesNotContain("Of another workspace");
        assertThat(bob.get(MOUNT + "/new").statusCode()).isEqualTo(403);
        HttpResponse<String> refused = eve.get(MOUNT + "/");
        assertThat(refused.statusCode()).isEqualTo(303);
        assertThat(header(refused, "Location")).isEqualTo("/login");
    }

    @Test
    void nobody_gets_to_the_page_without_signing_in() {
        Browser nobody = new Browser(port);

        assertThat(nobody.get(MOUNT + "/").statusCode()).isIn(302, 401);
        assertThat(nobody.send("GET", MOUNT + "/", "Accept", "text/html").statusCode())
                .isEqualTo(302);
    }

    @Test
    void a_token_is_not_a_sign_in() {
        String bearer = "Bearer " + issue("workspaces/acme", "Not for the page").reveal();

        assertThat(new Browser(port)
                        .send("GET", MOUNT + "/", "Authorization", bearer)
                        .statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void security_does_not_weaken_the_headers_of_the_page() {
        // X-Frame-Options is the host's; browsers ignore it beside frame-ancestors.
        HttpResponse<String> list = new Browser(port).signedIn("ann").get(MOUNT + "/");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'");
        assertThat(list.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(list.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(list.headers().allValues("Referrer-Policy")).containsExactly("same-origin");
    }

    @Test
    void the_files_of_the_page_are_served_below_it_and_cached() {
        Browser ann = new Browser(port).signedIn("ann");
        Matcher link = Pattern.compile("href=\"(assets/[^\"]+\\.css)\"")
                .matcher(ann.get(MOUNT + "/").body());
        assertThat(link.find()).isTrue();

        HttpResponse<String> style = ann.get(MOUNT + "/" + link.group(1));

        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(header(style, "Content-Type")).isEqualToIgnoringWhitespace("text/css; charset=utf-8");
        assertThat(header(style, "Cache-Control")).contains("immutable");
    }

    @Test
    void the_mount_without_a_slash_leads_to_the_one_with_it() {
        HttpResponse<String> moved = new Browser(port).signedIn("ann").get(MOUNT);

        assertThat(moved.statusCode()).isEqualTo(303);
        assertThat(header(moved, "Location")).isEqualTo("access-management/");
    }

    @Test
    void head_has_the_length_of_get_and_no_body() {
        Browser ann = new Browser(port).signedIn("ann");
        HttpResponse<String> get = ann.get(MOUNT + "/history.csv");
        HttpResponse<String> head = ann.send("HEAD", MOUNT + "/history.csv");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/%2e%2e/",
                "/..%2f",
                "/;x=1/",
                "/%00",
                "/nothing",
                "/assets/page.css",
                "/new/",
                "/WEB-INF/web.xml",
                "/%6eew"
            })
    void odd_paths_are_not_found_or_not_let_through(String path) {
        assertThat(new Browser(port).signedIn("ann").get(MOUNT + path).statusCode())
                .isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS"})
    void other_methods_are_not_allowed(String method) {
        HttpResponse<String> refused = new Browser(port).signedIn("ann").send(method, MOUNT + "/new");

        // Security asks for a CSRF token first, except of OPTIONS.
        assertThat(refused.statusCode()).isEqualTo(method.equals("OPTIONS") ? 405 : 403);
    }

    @Test
    void a_body_that_is_no_form_or_too_large_is_refused() {
        Browser ann = new Browser(port).signedIn("ann");
        String csrf = Browser.hidden(ann.get(MOUNT + "/new").body(), "_csrf");

        assertThat(ann.postText(MOUNT + "/new?_csrf=" + csrf, "application/json", "{}")
                        .statusCode())
                .isEqualTo(415);
        assertThat(ann.post(MOUNT + "/new", "_csrf", csrf, "description", "x".repeat(300_000))
                        .statusCode())
                .isEqualTo(413);
    }
}
