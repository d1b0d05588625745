package dev.latchkey.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.UnverifiedAccessTokens;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeDecision;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.autoconfigure.LatchkeyMethodSecurityAutoConfiguration;
import dev.latchkey.token.TokenId;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.PathVariable;

/** Methods are denied by scope, and an annotation that does nothing stops the service. */
class RequiresScopeTest {

    private static final ApplicationContextRunner RUNNER = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LatchkeyMethodSecurityAutoConfiguration.class));

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    private static void token(String scopes) {
        SecurityContextHolder.getContext()
                .setAuthentication(LatchkeyAuthentication.of(
                        UnverifiedAccessTokens.token(TokenId.of(0, 1), "workspaces/acme", ScopeSet.parse(scopes))));
    }

    private static <B> void with(Class<B> type, Consumer<B> test) {
        RUNNER.withBean(type).run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(context.getBean(type));
        });
    }

    private static ScopeDecision.@Nullable Denied denied(ThrowingCallable call) {
        ScopeDecision.Denied[] denial = new ScopeDecision.Denied[1];
        assertThatExceptionOfType(AuthorizationDeniedException.class)
                .isThrownBy(call)
                .satisfies(e -> denial[0] = ((ScopeAuthorizationResult) e.getAuthorizationResult())
                        .denial()
                        .orElse(null));
        return denial[0];
    }

    @Retention(RetentionPolicy.RUNTIME)
    @RequiresScope("workspace:read")
    @interface Reads {}

    enum Region {
        EU,
        US
    }

    static class Workspaces {

        @RequiresScope("workspace:read")
        String all() {
            return "all";
        }

        @RequiresScope(value = "workspace:read", on = "workspaces/{name}")
        public String find(String name) {
            return name;
        }

        @RequiresScope(value = "workspace:read", on = "workspaces/{name}")
        public String byVariable(@PathVariable("name") String other, String unused) {
            return other;
        }

        @RequiresScope(value = "workspace:read", on = "regions/{region}/{number}/{id}")
        public String typed(Region region, long number, UUID id) {
            return "typed";
        }

        @RequiresScope("workspace:read")
        @RequiresScope(value = "workspace:write", on = "workspaces/{name}")
        public String rename(String name) {
            return name;
        }

        @RequiresScope({"workspace:read", "billing:read"})
        public String both() {
            return "both";
        }

        @RequiresScope(value = "workspace:read", anywhere = true)
        public String list() {
            return "list";
        }

        @Reads
        public String composed() {
            return "composed";
        }

        public String open() {
            return "open";
        }
    }

    @Test
    void a_token_with_the_scope_is_let_through() {
        with(Workspaces.class, bean -> {
            token("workspace");

            assertThat(bean.all()).isEqualTo("all");
            assertThat(bean.composed()).isEqualTo("composed");
            assertThat(bean.rename("acme")).isEqualTo("acme");
        });
    }

    @Test
    void a_denial_names_the_missing_scope() {
        with(Workspaces.class, bean -> {
            token("workspace:write");

            assertThat(denied(bean::all).missing()).hasToString("workspace:read");
            assertThat(denied(bean::composed).missing()).hasToString("workspace:read");
            assertThat(bean.open()).isEqualTo("open");
        });
    }

    @Test
    void the_resource_is_bound_to_an_argument_by_its_name_or_by_its_path_variable() {
        with(Workspaces.class, bean -> {
            token("workspace:read@workspaces/acme");

            assertThat(bean.find("acme")).isEqualTo("acme");
            assertThat(bean.byVariable("acme", "other")).isEqualTo("acme");
            assertThat(denied(() -> bean.find("other")).missing()).hasToString("workspace:read@workspaces/other");
            assertThat(denied(() -> bean.byVariable("other", "acme"))).isNotNull();
            assertThat(denied(bean::all)).isNotNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a/b", "..", "acme\u0000", "a b"})
    void a_name_that_cannot_be_a_resource_is_denied_to_everyone(String name) {
        with(Workspaces.class, bean -> {
            token("*");

            assertThat(denied(() -> bean.find(name))).isNotNull();
            assertThat(denied(() -> bean.find(null))).isNotNull();
        });
    }

    @Test
    void constants_numbers_and_uuids_name_resources() {
        UUID id = new UUID(1, 2);
        with(Workspaces.class, bean -> {
            token("workspace:read@regions/EU/7/" + id);

            assertThat(bean.typed(Region.EU, 7, id)).isEqualTo("typed");
            assertThat(denied(() -> bean.typed(Region.US, 7, id))).isNotNull();
        });
    }

    @Test
    void several_annotations_and_several_scopes_are_all_required() {
        with(Workspaces.class, bean -> {
            token("workspace:read workspace:write@workspaces/acme");

            assertThat(bean.rename("acme")).isEqualTo("acme");
            assertThat(denied(() -> bean.rename("other"))).isNotNull();
            assertThat(denied(bean::both).missing()).hasToString("billing:read");
        });
    }

    @Test
    void some_resource_is_enough_for_a_list() {
        with(Workspaces.class, bean -> {
            token("workspace:read@workspaces/acme");
            assertThat(bean.list()).isEqualTo("list");

            token("workspace:write");
            assertThat(denied(bean::list)).isNotNull();
        });
    }

    @Test
    void a_caller_without_a_token_is_denied() {
        with(Workspaces.class, bean -> {
            SecurityContextHolder.getContext()
                    .setAuthentication(new TestingAuthenticationToken(
                            "admin", "", "ROLE_ADMIN", "SCOPE_workspace:read", "SCOPE_*"));
            assertThat(denied(bean::all)).isNull();

            SecurityContextHolder.clearContext();
            assertThatExceptionOfType(AuthenticationCredentialsNotFoundException.class)
                    .isThrownBy(bean::all);
        });
    }

    interface Exports {

        @RequiresScope("export:read")
        String export();
    }

    @RequiresScope("workspace:read")
    static class Inherited {

        public String inherited() {
            return "inherited";
        }
    }

    static class Implementation extends Inherited implements Exports {

        @Override
        public String export() {
            return "export";
        }
    }

    @Test
    void annotations_of_interfaces_and_superclasses_are_required_too() {
        with(Implementation.class, bean -> {
            token("export:read");
            assertThat(denied(bean::export).missing()).hasToString("workspace:read");
            assertThat(denied(bean::inherited)).isNotNull();

            token("export:read workspace:read");
            assertThat(bean.export()).isEqualTo("export");
            assertThat(bean.inherited()).isEqualTo("inherited");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxies {

        @Bean
        static Exports exports() {
            return (Exports) Proxy.newProxyInstance(
                    Exports.class.getClassLoader(),
                    new Class<?>[] {Exports.class},
                    (proxy, method, arguments) -> "made");
        }

        @Bean
        static Exports advised() {
            ProxyFactory factory = new ProxyFactory(new Implementation());
            factory.setInterfaces(Exports.class);
            return (Exports) factory.getProxy();
        }
    }

    @Test
    void proxies_of_the_jdk_are_intercepted_too() {
        RUNNER.withUserConfiguration(Proxies.class).run(context -> {
            assertThat(context).hasNotFailed();
            token("workspace:read");

            assertThat(denied(context.getBean("exports", Exports.class)::export).missing())
                    .hasToString("export:read");
            assertThat(denied(context.getBean("advised", Exports.class)::export).missing())
                    .hasToString("export:read");

            token("export:read workspace:read");
            assertThat(context.getBean("exports", Exports.class).export()).isEqualTo("made");
            assertThat(context.getBean("advised", Exports.class).export()).isEqualTo("export");
        });
    }

    /** As every class of Kotlin is, unless it is opened. */
    static final class Closed {

        @RequiresScope("workspace:read")
        public void method() {}
    }

    @Test
    void final_class_stops_the_service() {
        RUNNER.withBean(Closed.class)
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("final class"));
    }

    private static void refused(Function<ApplicationContextRunner, ApplicationContextRunner> beans, String problem) {
        beans.apply(RUNNER)
                .run(context -> assertThat(chain(context.getStartupFailure()))
                        .anySatisfy(each -> assertThat(each)
                                .isInstanceOf(LatchkeyConfigurationException.class)
                                .hasMessageContaining(problem)));
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            all.add(each);
        }
        return all;
    }

    private static void assertRefused(Class<?> type, String problem) {
        RUNNER.withBean(type)
                .run(context -> assertThat(chain(context.getStartupFailure()))
                        .anySatisfy(each -> assertThat(each)
                                .isInstanceOf(LatchkeyConfigurationException.class)
                                .hasMessageContaining(type.getName())
                                .hasMessageContaining(problem)));
    }

    static class WrongScope {
        @RequiresScope("workspace read")
        public void method() {}
    }

    static class NoScope {
        @RequiresScope({})
        public void method() {}
    }

    static class WithResource {
        @RequiresScope("workspace:read@workspaces/acme")
        public void method() {}
    }

    static class Contradiction {
        @RequiresScope(value = "workspace:read", on = "workspaces/acme", anywhere = true)
        public void method() {}
    }

    static class UnknownVariable {
        @RequiresScope(value = "workspace:read", on = "workspaces/{nme}")
        public void method(String name) {}
    }

    static class UnnamedType {
        @RequiresScope(value = "workspace:read", on = "workspaces/{name}")
        public void method(Object name) {}
    }

    static class Wildcard {
        @RequiresScope(value = "workspace:read", on = "workspaces/*")
        public void method() {}
    }

    static class NotAResource {
        @RequiresScope(value = "workspace:read", on = "workspaces//{name}")
        public void method(String name) {}
    }

    @Test
    void an_annotation_that_is_not_right_stops_the_service() {
        assertRefused(WrongScope.class, "is not right");
        assertRefused(NoScope.class, "names no scope");
        assertRefused(WithResource.class, "names a resource");
        assertRefused(Contradiction.class, "asks for some resource, and for workspaces/acme");
        assertRefused(UnknownVariable.class, "{nme} is neither a parameter");
        assertRefused(UnnamedType.class, "{name} is a java.lang.Object");
        assertRefused(Wildcard.class, "wildcard");
        assertRefused(NotAResource.class, "is not segments");
    }

    static class FinalMethod {
        @RequiresScope("workspace:read")
        public final void method() {}
    }

    static class PrivateMethod {
        @RequiresScope("workspace:read")
        private void method() {}
    }

    static class StaticMethod {
        @RequiresScope("workspace:read")
        public static void method() {}
    }

    @RequiresScope("workspace:read")
    static class FinalMethodOfAnAnnotatedClass {
        public final void method() {}
    }

    @Test
    void an_annotation_that_no_proxy_can_intercept_stops_the_service() {
        assertRefused(FinalMethod.class, "does not override the method");
        assertRefused(PrivateMethod.class, "private or static");
        assertRefused(StaticMethod.class, "private or static");
        assertRefused(FinalMethodOfAnAnnotatedClass.class, "does not override the method");
    }

    @Configuration(proxyBeanMethods = false)
    static class LazyBeans {

        @Bean
        @Lazy
        FinalMethod lazy() {
            return new FinalMethod();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototypes {

        @Bean
        @Scope("prototype")
        FinalMethod prototype() {
            return new FinalMethod();
        }
    }

    @Test
    void beans_that_are_made_later_are_looked_at_too() {
        refused(runner -> runner.withUserConfiguration(LazyBeans.class), "override a final method");
        refused(runner -> runner.withUserConfiguration(Prototypes.class), "override a final method");
    }

    @Configuration(proxyBeanMethods = false)
    static class Indirect {

        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Workspaces scoped() {
            return new Workspaces();
        }

        @Bean
        static FactoryBean<Workspaces> made() {
            return new FactoryBean<>() {
                @Override
                public Workspaces getObject() {
                    return new Workspaces();
                }

                @Override
                public Class<?> getObjectType() {
                    return Workspaces.class;
                }
            };
        }
    }

    @Test
    void beans_behind_a_scope_or_a_factory_are_intercepted_too() {
        RUNNER.withUserConfiguration(Indirect.class).run(context -> {
            assertThat(context).hasNotFailed();
            token("workspace:write");

            assertThat(denied(context.getBean("scoped", Workspaces.class)::list))
                    .isNotNull();
            assertThat(denied(context.getBean("made", Workspaces.class)::list)).isNotNull();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TooEarly {

        @Bean
        static Workspaces workspaces() {
            return new Workspaces();
        }

        @Bean
        static EarlyProcessor early(Workspaces workspaces) {
            return new EarlyProcessor();
        }
    }

    static class EarlyProcessor implements BeanPostProcessor, PriorityOrdered {

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }

    @Test
    void a_bean_that_is_made_before_the_proxies_are_stops_the_service() {
        refused(runner -> runner.withUserConfiguration(TooEarly.class), "the bean has no proxy with it");
    }

    @Test
    void a_scope_that_the_catalogue_does_not_list_stops_the_service() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .group("Workspaces")
                .permission("workspace:reads", "See a workspace")
                .build();

        refused(
                runner -> runner.withBean(ScopeCatalog.class, () -> catalog).withBean(Workspaces.class),
                "asks for what no token can have");
    }

    @Test
    void annotated_methods_are_denied_where_latchkey_is_not_enabled() {
        RUNNER.withPropertyValues("latchkey.enabled=false")
                .withBean(Workspaces.class)
                .run(context -> {
                    SecurityContextHolder.getContext()
                            .setAuthentication(new TestingAuthenticationToken("admin", "", "ROLE_ADMIN"));

                    denied(context.getBean(Workspaces.class)::all);
                });
    }
}
