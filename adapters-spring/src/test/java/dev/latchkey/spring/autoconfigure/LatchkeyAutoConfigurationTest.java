package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.AccessTokens;
import dev.latchkey.ExcessiveScopeException;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Limits;
import dev.latchkey.TokenIssuer;
import dev.latchkey.TokenUsage;
import dev.latchkey.TokenVerifier;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.jdbc.JdbcTokenStore;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.spring.AccessTokensBuilderCustomizer;
import dev.latchkey.spring.LatchkeyDataSource;
import dev.latchkey.testkit.DelegatingTokenVerifier;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.ChecksumKey;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What is configured from properties and beans, and what backs off. */
class LatchkeyAutoConfigurationTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OLD_KEY =
            Base64.getEncoder().encodeToString("an older key of thirty-two bytes".getBytes(StandardCharsets.US_ASCII));

    private static String issue(AccessTokens tokens) {
        return tokens.issuer().issue(Contexts.REQUEST).reveal();
    }

    @Test
    void a_data_source_and_a_name_are_enough_to_issue_and_verify() {
        Contexts.named().run(context -> {
            String text = issue(context.getBean(AccessTokens.class));

            assertThat(context).hasSingleBean(JdbcTokenStore.class);
            assertThat(text).startsWith("orderservice_");
            assertThat(context.getBean(TokenVerifier.class).verify(text)).isInstanceOf(Verified.class);
        });
    }

    @ParameterizedTest
    @CsvSource({"Order Service, orderservice_", "api-v2, apiv2_", "Zürich, zrich_", "I, i_"})
    void the_prefix_is_taken_from_the_letters_and_digits_of_the_name(String name, String opening) {
        Contexts.named()
                .withPropertyValues("spring.application.name=" + name)
                .run(context -> assertThat(context.getBean(TokenFormat.class).openings())
                        .containsExactly(opening));
    }

    @Test
    void a_long_name_is_cut_to_the_longest_prefix() {
        Contexts.named()
                .withPropertyValues("spring.application.name=" + "a".repeat(40))
                .run(context -> assertThat(context.getBean(TokenFormat.class).openings())
                        .containsExactly("a".repeat(32) + "_"));
    }

    @Test
    void the_prefix_of_the_properties_wins_and_older_ones_are_accepted() {
        Contexts.named()
                .withPropertyValues("latchkey.prefix=acme_live", "latchkey.accepted-prefixes=acme,old")
                .run(context -> assertThat(context.getBean(TokenFormat.class).openings())
                        .containsExactly("acme_live_", "acme_", "old_"));
    }

    @Test
    void tokens_without_a_key_are_accepted_until_the_stated_time() {
        TokenFormat unkeyed = TokenFormat.withPrefix("orderservice");
        Contexts.named()
                .withPropertyValues(
                        "latchkey.checksum.key=" + KEY,
                        "latchkey.checksum.previous-key=" + OLD_KEY,
                        "latchkey.checksum.accept-unkeyed-until=2100-01-01T00:00:00Z")
                .run(context -> {
                    TokenFormat format = context.getBean(TokenFormat.class);

                    assertThat(BearerToken.parse(
                                    unkeyed.example(), format, () -> Instant.parse("2099-12-31T00:00:00Z")))
                            .isPresent();
                    assertThat(BearerToken.parse(
                                    unkeyed.example(), format, () -> Instant.parse("2100-01-01T00:00:00Z")))
                            .isEmpty();
                    assertThat(BearerToken.parse(format.example(), format)).isPresent();
                    assertThat(BearerToken.parse(
                                    unkeyed.keyed(ChecksumKey.of(
                                                    Base64.getDecoder().decode(OLD_KEY)))
                                            .example(),
                                    format))
                            .isPresent();
                });
    }

    @Test
    void the_issue_policy_comes_from_the_properties() {
        Contexts.named()
                .withPropertyValues(
                        "latchkey.issue.default-lifetime=7d",
                        "latchkey.issue.maximum-lifetime=30d",
                        "latchkey.issue.allow-never=true",
                        "latchkey.issue.maximum-scopes=5")
                .run(context -> assertThat(context.getBean(IssuePolicy.class))
                        .hasToString("IssuePolicy[default=7 days, maximum=30 days, never=allowed, scopes=5]"));
    }

    @Test
    void the_limits_come_from_the_properties() {
        Contexts.named()
                .withPropertyValues(
                        "latchkey.limits.proofs=10",
                        "latchkey.limits.records=20",
                        "latchkey.limits.hashes-at-once=3",
                        "latchkey.limits.look-ups-at-once=6",
                        "latchkey.limits.maximum-wait=2s",
                        "latchkey.limits.events=40")
                .run(context -> assertThat(context.getBean(Limits.class))
                        .hasToString("Limits[proofs=10, records=20, hashesAtOnce=3, lookUpsAtOnce=6, maximumWait=PT2S,"
                                + " events=40]"));
    }

    @Test
    void secrets_are_hashed_with_the_owasp_profile_unless_the_properties_say_otherwise() {
        Contexts.named()
                .withPropertyValues("latchkey.hashing.profile=owasp")
                .run(context -> assertThat(context.getBean(SecretHasher.class))
                        .hasToString(Argon2SecretHasher.owasp().toString()));
    }

    @Test
    void records_are_cached_within_the_revocation_bound_and_the_thread_ends_with_the_context() {
        Contexts.named().withPropertyValues("latchkey.revocation-within=1s").run(context -> {
            AccessTokens tokens = context.getBean(AccessTokens.class);
            issue(tokens);

            assertThat(feedThreads()).isPositive();
            context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                    .close();
            assertThat(feedThreads()).isZero();
        });
    }

    private static long feedThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("latchkey"))
                .count();
    }

    @Test
    void uses_are_recorded_where_a_property_says_how_often_they_are_written() {
        Contexts.named().run(context -> {
            AccessTokens tokens = context.getBean(AccessTokens.class);
            assertThat(usageOfNew(tokens).recordedSince()).isEmpty();
        });
        Contexts.named().withPropertyValues("latchkey.record-uses-every=1m").run(context -> {
            AccessTokens tokens = context.getBean(AccessTokens.class);
            assertThat(usageOfNew(tokens).recordedSince()).isPresent();
        });
        Contexts.named()
                .withPropertyValues("latchkey.record-uses-every=1ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("is not between 10 milliseconds and a day"));
    }

    private static TokenUsage usageOfNew(AccessTokens tokens) {
        return tokens.all().usage(tokens.issuer().issue(Contexts.REQUEST).id()).orElseThrow();
    }

    @Test
    void a_revocation_bound_out_of_range_is_refused_at_start() {
        Contexts.named()
                .withPropertyValues("latchkey.revocation-within=1ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("is not between 10 milliseconds and a day"));
    }

    @Test
    void heartbeats_are_written_where_they_are_required() {
        Contexts.named()
                .withPropertyValues("latchkey.revocation-within=10s", "latchkey.require-heartbeats=true")
                .run(context -> assertThat(context.getBean(AccessTokens.class)
                                .statistics()
                                .records()
                                .feed()
                                .heartbeats())
                        .isPositive());
    }

    @Test
    void heartbeats_without_a_revocation_bound_are_refused_at_start() {
        Contexts.named()
                .withPropertyValues("latchkey.require-heartbeats=true")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("heartbeats"));
    }

    @Test
    void nothing_is_configured_where_it_is_not_enabled() {
        Contexts.bare()
                .withPropertyValues("latchkey.enabled=false")
                .run(context -> assertThat(context.getBeanDefinitionNames())
                        .noneMatch(name -> name.contains("atchkey") || name.contains("oken")));
    }

    @Test
    void tokens_are_kept_in_memory_only_by_name() {
        Contexts.bare()
                .withPropertyValues("latchkey.store=memory", "latchkey.prefix=acme")
                .run(context -> {
                    assertThat(context).hasSingleBean(InMemoryTokenStore.class);
                    assertThat(context).doesNotHaveBean(JdbcTokenStore.class);
                });
    }

    @Test
    void a_store_of_the_host_is_used() {
        Contexts.named().withBean(TokenStore.class, InMemoryTokenStore::new).run(context -> {
            assertThat(context).hasSingleBean(TokenStore.class).doesNotHaveBean(JdbcTokenStore.class);
            assertThat(context.getBean(TokenVerifier.class).verify(issue(context.getBean(AccessTokens.class))))
                    .isInstanceOf(Verified.class);
        });
    }

    static Stream<Class<?>> beansOfTheHost() {
        return Stream.of(TokenFormat.class, IssuePolicy.class, Limits.class, SecretHasher.class, AccessTokens.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Everything {

        @Bean
        TokenFormat hostFormat() {
            return TokenFormat.withPrefix("host");
        }

        @Bean
        IssuePolicy hostPolicy() {
            return IssuePolicy.standard().lifetimes(Duration.ofDays(1), Duration.ofDays(2));
        }

        @Bean
        Limits hostLimits() {
            return Limits.standard().proofs(7);
        }

        @Bean
        SecretHasher hostHasher() {
            return Argon2SecretHasher.owasp();
        }

        @Bean
        AccessTokens hostTokens(TokenStore store) {
            return AccessTokens.builder(store).prefix("host").build();
        }
    }

    @ParameterizedTest
    @MethodSource("beansOfTheHost")
    void a_bean_of_the_host_takes_the_place_of(Class<?> type) {
        Contexts.named()
                .withUserConfiguration(Everything.class)
                .run(context -> assertThat(context.getBeanNamesForType(type))
                        .singleElement()
                        .asString()
                        .startsWith("host"));
    }

    @Test
    void a_verifier_of_the_host_may_decorate_ours() {
        Contexts.named()
                .withUserConfiguration(Decorated.class)
                .run(context ->
                        assertThat(context.getBean(TokenVerifier.class)).isInstanceOf(DelegatingTokenVerifier.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Decorated {

        @Bean
        TokenVerifier verifier(AccessTokens tokens) {
            return new DelegatingTokenVerifier(tokens.verifier()) {};
        }
    }

    @Test
    void the_policy_and_the_rights_of_owners_come_from_beans() {
        Contexts.named()
                .withBean(ScopePolicy.class, ScopePolicy::exact)
                .withBean(OwnerScopes.class, () -> owner -> ScopeSet.parse("workspace:read"))
                .run(context -> {
                    TokenIssuer issuer = context.getBean(TokenIssuer.class);
                    IssuedToken issued = issuer.issue(Contexts.REQUEST);

                    assertThat(((Verified) context.getBean(TokenVerifier.class).verify(issued.reveal()))
                                    .token()
                                    .permits(Scope.of("workspace:read:all")))
                            .isFalse();
                    assertThat(catchThrowable(() -> issuer.issue(IssueRequest.forOwner("workspaces/acme")
                                    .grantedByTheService()
                                    .describedAs("more than its owner may do")
                                    .withScopes("workspace:write"))))
                            .isInstanceOf(ExcessiveScopeException.class);
                });
    }

    @Test
    void several_policies_are_refused_rather_than_ignored() {
        Contexts.named()
                .withBean("first", ScopePolicy.class, ScopePolicy::exact)
                .withBean("second", ScopePolicy.class, ScopePolicy::hierarchical)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void customizers_are_applied_after_the_properties_in_their_order() {
        Contexts.named()
                .withBean(
                        AccessTokensBuilderCustomizer.class,
                        () -> builder -> builder.clock(() -> Instant.parse("2000-01-01T00:00:00Z"))
                                .prefix("custom"))
                .run(context -> {
                    IssuedToken issued = context.getBean(TokenIssuer.class).issue(Contexts.REQUEST);

                    assertThat(issued.reveal()).startsWith("custom_");
                    assertThat(issued.stored().issuedAt()).isEqualTo("2000-01-01T00:00:00Z");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        static DataSource memory(String name) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
            return source;
        }

        @Bean
        DataSource orders() {
            return memory("orders");
        }

        @Bean
        @LatchkeyDataSource
        DataSource tokens() {
            return memory("tokens");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryDataSource {

        @Bean
        @Primary
        DataSource main() {
            return TwoDataSources.memory("main");
        }

        @Bean
        DataSource other() {
            return TwoDataSources.memory("other");
        }
    }

    @Test
    void the_marked_one_of_two_data_sources_is_used() {
        Contexts.named()
                .withUserConfiguration(TwoDataSources.class)
                .run(context ->
                        assertThat(context.getBean(TokenDataSource.class).raw()).isSameAs(context.getBean("tokens")));
    }

    @Test
    void the_primary_one_of_two_data_sources_is_used() {
        Contexts.named()
                .withUserConfiguration(PrimaryDataSource.class)
                .run(context ->
                        assertThat(context.getBean(TokenDataSource.class).raw()).isSameAs(context.getBean("main")));
    }

    @Test
    void a_revocation_is_seen_at_once_by_default() {
        Contexts.named().run(context -> {
            AccessTokens tokens = context.getBean(AccessTokens.class);
            IssuedToken issued = tokens.issuer().issue(Contexts.REQUEST);
            tokens.all().by("users/42").revoke(issued.id(), "no longer needed");

            assertThat(tokens.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
        });
    }

    @Test
    void without_the_classes_of_a_store_a_store_of_the_host_is_still_used() {
        Contexts.bare()
                .withClassLoader(new FilteredClassLoader("dev.latchkey.jdbc", "org.springframework.jdbc"))
                .withBean(TokenStore.class, InMemoryTokenStore::new)
                .withPropertyValues("latchkey.prefix=acme")
                .run(context -> assertThat(context).hasSingleBean(AccessTokens.class));
    }
}
