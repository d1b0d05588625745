package dev.latchkey.spring.autoconfigure;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.Administration;
import dev.latchkey.IssuePolicy;
import dev.latchkey.Limits;
import dev.latchkey.TokenIssuer;
import dev.latchkey.TokenVerifier;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.OwnerScopes;
import dev.latchkey.port.SecretHasher;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopePolicy;
import dev.latchkey.spring.AccessTokensBuilderCustomizer;
import dev.latchkey.spring.LatchkeyConfigurationException;
import dev.latchkey.spring.LatchkeyProperties;
import dev.latchkey.token.TokenFormat;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Configures {@link AccessTokens} and their parts from {@code latchkey.*} and the host's beans. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "latchkey.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LatchkeyProperties.class)
@Import({JdbcStoreConfiguration.class, MemoryStoreConfiguration.class, HousekeepingConfiguration.class})
public final class LatchkeyAutoConfiguration {

    /** Made by Spring. */
    LatchkeyAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    TokenFormat latchkeyTokenFormat(LatchkeyProperties properties, Environment environment) {
        return new ConfiguredFormat(properties, environment.getProperty("spring.application.name")).format();
    }

    @Bean
    @ConditionalOnMissingBean
    IssuePolicy latchkeyIssuePolicy(LatchkeyProperties properties) {
        LatchkeyProperties.Issue issue = properties.issue();
        return Refusals.explained("latchkey.issue", () -> {
            IssuePolicy policy = IssuePolicy.standard()
                    .lifetimes(issue.defaultLifetime(), issue.maximumLifetime())
                    .maximumScopes(issue.maximumScopes());
            return issue.allowNever() ? policy.allowingNever() : policy;
        });
    }

    @Bean
    @ConditionalOnMissingBean
    Limits latchkeyLimits(LatchkeyProperties properties) {
        LatchkeyProperties.Limits limits = properties.limits();
        return Refusals.explained("latchkey.limits", () -> {
            Limits chosen = Limits.standard()
                    .proofs(limits.proofs())
                    .records(limits.records())
                    .lookUpsAtOnce(limits.lookUpsAtOnce())
                    .maximumWait(limits.maximumWait())
                    .events(limits.events());
            return limits.hashesAtOnce() == null ? chosen : chosen.hashesAtOnce(limits.hashesAtOnce());
        });
    }

    @Bean
    @ConditionalOnMissingBean
    SecretHasher latchkeySecretHasher(LatchkeyProperties properties) {
        return switch (properties.hashing().profile()) {
            case OWASP -> Argon2SecretHasher.owasp();
            case LIGHT -> Argon2SecretHasher.of(Argon2Parameters.light());
        };
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    AccessTokensBuilderCustomizer latchkeySettings(
            TokenFormat format,
            IssuePolicy issuePolicy,
            Limits limits,
            SecretHasher hasher,
            LatchkeyProperties properties) {
        return builder -> {
            builder.format(format)
                    .issuePolicy(issuePolicy)
                    .limits(limits)
                    .hasher(hasher)
                    .revocationWithin(properties.revocationWithin());
            Optional.ofNullable(properties.recordUsesEvery()).ifPresent(builder::recordingUses);
            if (properties.requireHeartbeats()) {
                builder.requiringHeartbeats();
            }
            if (properties.keepTrail()) {
                builder.keepingTrail();
            }
        };
    }

    /** Several beans of one of these types are refused, because choosing the wrong one could grant too much. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    AccessTokensBuilderCustomizer latchkeyScopes(
            ObjectProvider<ScopePolicy> policy, ObjectProvider<OwnerScopes> owners) {
        return builder -> {
            policy.ifAvailable(builder::scopePolicy);
            owners.ifAvailable(builder::ownerScopes);
        };
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    AccessTokensBuilderCustomizer latchkeyListeners(ObjectProvider<TokenEventListener> listeners) {
        return builder -> listeners.orderedStream().forEach(builder::listener);
    }

    /** On the thread of the events, so that a slow or failing listener does not affect requests. */
    @Bean
    @ConditionalOnBooleanProperty("latchkey.events.publish")
    TokenEventListener latchkeyEventPublisher(ApplicationEventPublisher publisher) {
        return publisher::publishEvent;
    }

    @Bean
    @ConditionalOnMissingBean
    AccessTokens accessTokens(
            ObjectProvider<TokenStore> stores, ObjectProvider<AccessTokensBuilderCustomizer> customizers) {
        AccessTokensBuilder builder = AccessTokens.builder(onlyOf(stores));
        return Refusals.explained("latchkey", () -> {
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        });
    }

    @Bean
    @ConditionalOnMissingBean
    TokenIssuer tokenIssuer(AccessTokens tokens) {
        return tokens.issuer();
    }

    @Bean
    @ConditionalOnMissingBean
    TokenVerifier tokenVerifier(AccessTokens tokens) {
        return tokens.verifier();
    }

    @Bean
    @ConditionalOnMissingBean
    Administration tokenAdministration(AccessTokens tokens) {
        return tokens.administration();
    }

    private static TokenStore onlyOf(ObjectProvider<TokenStore> stores) {
        TokenStore store = stores.getIfUnique();
        if (store == null) {
            throw new LatchkeyConfigurationException(
                    stores.stream().findAny().isPresent()
                            ? "There are several beans of type TokenStore, and none of them is primary."
                            : "There is nowhere to store tokens.",
                    "For tokens in a SQL database, add latchkey-jdbc and spring-boot-starter-jdbc (the starter has"
                            + " both). For tokens in the memory of one process, add latchkey-inmemory and set"
                            + " latchkey.store=memory. Or define one bean of type TokenStore.");
        }
        return store;
    }
}
