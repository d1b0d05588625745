package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStore;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.spring.actuate.LatchkeyEndpoint;
import dev.latchkey.spring.actuate.LatchkeyHealthIndicator;
import dev.latchkey.spring.actuate.LatchkeyMeters;
import dev.latchkey.testkit.store.DelegatingTokenStore;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What operators see, and that each part of it can be absent or switched off. */
class ActuatorTest {

    private static ApplicationContextRunner observed() {
        return Contexts.named()
                .withConfiguration(AutoConfigurations.of(
                        LatchkeyHealthAutoConfiguration.class,
                        LatchkeyMetersAutoConfiguration.class,
                        LatchkeyEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=latchkey");
    }

    /** Fails as a database that does not answer. */
    static final class Down extends DelegatingTokenStore<InMemoryTokenStore> {

        private boolean down;

        Down() {
            super(new InMemoryTokenStore());
        }

        void fail() {
            down = true;
        }

        @Override
        public TokenPage list(TokenQuery query) {
            if (down) {
                throw new TokenStoreException("the database could not list tokens", null);
            }
            return super.list(query);
        }

        @Override
        public Snapshot findCommitted(Set<TokenId> ids, @Nullable FeedPosition notBefore) {
            if (down) {
                throw new TokenStoreException("the database could not find tokens", null);
            }
            return super.findCommitted(ids, notBefore);
        }
    }

    @Test
    void a_store_that_answers_is_up() {
        observed()
                .run(context -> assertThat(context.getBean(LatchkeyHealthIndicator.class)
                                .health()
                                .getStatus())
                        .isEqualTo(Status.UP));
    }

    @Test
    void a_store_that_does_not_answer_is_down() {
        observed().withBean(TokenStore.class, Down::new).run(context -> {
            context.getBean(Down.class).down = true;

            assertThat(context.getBean(LatchkeyHealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.DOWN);
        });
    }

    @Test
    void the_age_of_the_lease_is_a_detail_where_records_are_cached() {
        observed().withPropertyValues("latchkey.revocation-within=1m").run(context -> {
            AccessTokens tokens = context.getBean(AccessTokens.class);
            while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
                Thread.onSpinWait();
            }

            assertThat(context.getBean(LatchkeyHealthIndicator.class).health().getDetails())
                    .containsKey("leaseAge");
        });
    }

    @Test
    void meters_show_the_statistics_and_name_no_token() {
        observed().run(context -> {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            context.getBean(LatchkeyMeters.class).bindTo(registry);
            AccessTokens tokens = context.getBean(AccessTokens.class);
            IssuedToken issued = tokens.issuer().issue(Contexts.REQUEST);
            tokens.verifier().verify(issued.reveal());
            tokens.verifier().verify("no token");

            assertThat(verifications(registry, "accepted")).isEqualTo(1);
            assertThat(verifications(registry, "malformed")).isEqualTo(1);
            assertThat(verifications(registry, "revoked")).isZero();
            assertThat(registry.get("latchkey.hashes").functionTimer().count()).isEqualTo(1);
            assertThat(registry.get("latchkey.hashes").functionTimer().totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(registry.get("latchkey.proofs").gauge().value()).isEqualTo(1);
            assertThat(registry.get("latchkey.feed.lease.age").timeGauge().value())
                    .isNaN();
            assertThat(registry.getMeters())
                    .hasSize(44)
                    .flatExtracting(meter -> meter.getId().getTags())
                    .extracting(Tag::getValue)
                    .containsOnly(
                            "hit",
                            "load",
                            "behind",
                            "reached",
                            "failed",
                            "gap",
                            "written",
                            "lost",
                            "completed",
                            "deleted",
                            "idle",
                            "announced",
                            "trimmed_feed",
                            "trimmed_trail",
                            "delivered",
                            "dropped",
                            "accepted",
                            "insufficient_scope",
                            "unavailable",
                            "overloaded",
                            "malformed",
                            "unknown",
                            "wrong_secret",
                            "revoked",
                            "expired",
                            "disabled",
                            "cut_off",
                            "ancestor_ended",
                            "reused");
            assertThat(registry.getMeters())
                    .extracting(Meter::getId)
                    .allSatisfy(id -> assertThat(id.getName()).startsWith("latchkey."));
        });
    }

    private static double verifications(SimpleMeterRegistry registry, String outcome) {
        return registry.get("latchkey.verifications")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    @Test
    void beans_that_listen_receive_events() {
        List<TokenEvent> events = new CopyOnWriteArrayList<>();
        observed()
                .withBean("first", TokenEventListener.class, () -> events::add)
                .withBean("second", TokenEventListener.class, () -> events::add)
                .run(context -> {
                    AccessTokens tokens = context.getBean(AccessTokens.class);
                    SimpleMeterRegistry registry = new SimpleMeterRegistry();
                    context.getBean(LatchkeyMeters.class).bindTo(registry);
                    tokens.issuer().issue(Contexts.REQUEST);
                    tokens.close();

                    assertThat(events).hasSize(2).hasOnlyElementsOfType(TokenEvent.Changed.class);
                    assertThat(registry.get("latchkey.events")
                                    .tag("outcome", "delivered")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(2);
                });
    }

    @Test
    void the_endpoint_shows_the_statistics() {
        observed().run(context -> {
            context.getBean(AccessTokens.class).issuer().issue(Contexts.REQUEST);

            LatchkeyEndpoint.Report report =
                    context.getBean(LatchkeyEndpoint.class).statistics();
            assertThat(report.secrets().computations()).isEqualTo(1);
            assertThat(report.feed().leaseAgeMillis()).isNull();
            assertThat(report.verifications().rejected()).containsOnlyKeys(RejectionReason.values());
            assertThat(report.events().delivered()).isZero();
            assertThat(report.uses()).isEqualTo(new LatchkeyEndpoint.Uses(0, 0, 0, 0));
            assertThat(report.housekeeping()).isEqualTo(new LatchkeyEndpoint.Housekeeping(0, 0, 0, 0, 0, 0, 0));
        });
    }

    @Test
    void each_part_can_be_switched_off() {
        observed()
                .withPropertyValues("management.health.latchkey.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(LatchkeyHealthIndicator.class));
        observed()
                .withPropertyValues("management.endpoint.latchkey.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(LatchkeyEndpoint.class));
        observed()
                .withPropertyValues("latchkey.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(LatchkeyHealthIndicator.class)
                        .doesNotHaveBean(LatchkeyMeters.class)
                        .doesNotHaveBean(LatchkeyEndpoint.class));
    }

    @Test
    void each_part_can_be_absent() {
        observed()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("latchkeyHealthIndicator"));
        observed()
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("latchkeyMeters"));
        observed()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("latchkeyEndpoint"));
    }
}
