package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.TokenVerifier;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.spring.actuate.ObservedTokenVerifier;
import dev.latchkey.token.UnavailableException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is observed of a verification, and that it is off without a registry. */
class ObservationsTest {

    /** The only key. */
    private static final Pattern OUTCOME = Pattern.compile("lowCardinalityKeyValues=\\[outcome='([a-z_]+)'], high");

    /** Keeps what was observed. */
    private static final class Observed implements ObservationHandler<Observation.Context> {

        private final List<Observation.Context> ended = new CopyOnWriteArrayList<>();

        @Override
        public void onStop(Observation.Context context) {
            ended.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        private List<String> outcomes() {
            return ended.stream()
                    .map(context -> OUTCOME.matcher(context.toString()))
                    .map(found -> found.find() ? found.group(1) : "")
                    .toList();
        }
    }

    private final Observed observed = new Observed();

    private ApplicationContextRunner runner() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(observed);
        return unobserved().withBean(ObservationRegistry.class, () -> registry);
    }

    private static ApplicationContextRunner unobserved() {
        return Contexts.named().withConfiguration(AutoConfigurations.of(LatchkeyObservationAutoConfiguration.class));
    }

    @Test
    void each_verification_is_observed_with_its_outcome_and_without_the_token() {
        runner().run(context -> {
            TokenVerifier verifier = context.getBean(TokenVerifier.class);
            IssuedToken issued = context.getBean(AccessTokens.class).issuer().issue(Contexts.REQUEST);

            verifier.verify(issued.reveal());
            verifier.authorize(issued.reveal(), Scope.of("billing:read"));
            verifier.verifyAsync("no token", Runnable::run).join();
            verifier.authorizeAsync(issued.reveal(), Scope.of("workspace:read"), Runnable::run)
                    .join();

            assertThat(observed.outcomes()).containsExactly("accepted", "insufficient_scope", "malformed", "accepted");
            assertThat(observed.ended).allSatisfy(each -> {
                assertThat(each.getName()).isEqualTo("latchkey.verify");
                assertThat(each.toString())
                        .contains("highCardinalityKeyValues=[]")
                        .doesNotContain(issued.reveal(), issued.id().toString(), "workspaces/acme");
            });
        });
    }

    @Test
    void failures_are_observed_and_thrown() {
        ActuatorTest.Down down = new ActuatorTest.Down();
        runner().withBean(TokenStore.class, () -> down).run(context -> {
            TokenVerifier verifier = context.getBean(TokenVerifier.class);
            IssuedToken issued = context.getBean(AccessTokens.class).issuer().issue(Contexts.REQUEST);
            down.fail();

            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> verifier.verify(issued.reveal()));
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> verifier.verifyAsync(issued.reveal(), work -> {
                                throw new RejectedExecutionException("full");
                            })
                            .join());

            assertThat(observed.outcomes()).containsExactly("unavailable", "unavailable");
            assertThat(observed.ended)
                    .allSatisfy(each -> assertThat(each.getError()).isInstanceOf(UnavailableException.class));
        });
    }

    @Test
    void nothing_is_observed_without_a_registry_or_where_it_is_switched_off() {
        unobserved()
                .run(context ->
                        assertThat(context.getBean(TokenVerifier.class)).isNotInstanceOf(ObservedTokenVerifier.class));
        unobserved()
                .withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP)
                .run(context ->
                        assertThat(context.getBean(TokenVerifier.class)).isNotInstanceOf(ObservedTokenVerifier.class));
        runner().withPropertyValues("latchkey.observations=false")
                .run(context ->
                        assertThat(context.getBean(TokenVerifier.class)).isNotInstanceOf(ObservedTokenVerifier.class));
        runner().withPropertyValues("latchkey.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TokenVerifier.class));
        unobserved()
                .withClassLoader(new FilteredClassLoader("io.micrometer.observation"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TokenVerifier.class));
    }

    @Test
    void verifier_of_the_service_is_left_as_it_is() {
        TokenVerifier own = new ObservedTokenVerifier(
                AccessTokens.builder(new InMemoryTokenStore())
                        .withoutPrefix()
                        .build()
                        .verifier(),
                ObservationRegistry.NOOP);
        runner().withBean("own", TokenVerifier.class, () -> own)
                .run(context -> assertThat(context.getBean(TokenVerifier.class)).isSameAs(own));
    }
}
