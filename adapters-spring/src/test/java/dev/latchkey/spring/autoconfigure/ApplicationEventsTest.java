package dev.latchkey.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuedToken;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.scope.Scope;
import dev.latchkey.token.TokenEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** Token events as Spring's application events. */
class ApplicationEventsTest {

    // region events
    static class Alerts {

        private final List<String> sent = new CopyOnWriteArrayList<>();

        @EventListener
        void on(TokenEvent.InsufficientScope denied) {
            sent.add(denied.subject().owner() + " lacks " + denied.missing());
        }
    }
    // endregion

    static class Everything {

        private final List<TokenEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void on(TokenEvent event) {
            events.add(event);
            throw new IllegalStateException("a bug of the host's");
        }
    }

    private static final ApplicationContextRunner RUNNER =
            Contexts.named().withBean(Alerts.class).withBean(Everything.class);

    @Test
    void listeners_receive_the_events_of_their_type_off_the_thread_of_the_request() {
        RUNNER.withPropertyValues("latchkey.events.publish=true").run(context -> {
            AccessTokens tokens = context.getBean(AccessTokens.class);

            IssuedToken issued = tokens.issuer().issue(Contexts.REQUEST);
            tokens.verifier().authorize(issued.reveal(), Scope.of("billing:read"));
            tokens.close();

            assertThat(context.getBean(Alerts.class).sent).containsExactly("workspaces/acme lacks billing:read");
            assertThat(context.getBean(Everything.class).events)
                    .hasExactlyElementsOfTypes(
                            TokenEvent.Changed.class,
                            TokenEvent.FirstVerified.class,
                            TokenEvent.InsufficientScope.class);
            assertThat(tokens.statistics().events().failed()).isEqualTo(3);
        });
    }

    @Test
    void events_are_published_only_if_a_property_says_so() {
        RUNNER.run(context -> {
            assertThat(context).doesNotHaveBean(TokenEventListener.class);

            context.getBean(AccessTokens.class).issuer().issue(Contexts.REQUEST);

            assertThat(context.getBean(Everything.class).events).isEmpty();
        });
    }
}
