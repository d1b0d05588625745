package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.Verification.Verified;
import dev.latchkey.port.ReplicaLookUps;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensBuilderTest {

    private final Service service = new Service();

    /** Reads from a replica, or says so. */
    private static final class Lagging extends DelegatingStore implements ReplicaLookUps {
        private final boolean mayLag;

        Lagging(FakeStore store, boolean mayLag) {
            super(store);
            this.mayLag = mayLag;
        }

        @Override
        public boolean lookUpsMayLag() {
            return mayLag;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.01S", "P1D"})
    void shortest_and_longest_revocation_bound_are_accepted(Duration bound) {
        try (AccessTokens tokens =
                service.tokensOn(service.store).revocationWithin(bound).build()) {
            IssuedToken issued = tokens.issuer().issue(Service.request());

            assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
            assertThat(service.store.findCommitted(Set.of()).state().revocationBound())
                    .isEqualTo(bound);
        }
    }

    @Test
    void store_whose_look_ups_may_lag_needs_a_revocation_bound() {
        AccessTokensBuilder lagging = service.tokensOn(new Lagging(service.store, true));

        assertThatIllegalStateException().isThrownBy(lagging::build).withMessageContaining("replica");
        lagging.revocationWithin(Duration.ofMinutes(1)).build().close();
        assertThat(service.tokensOn(new Lagging(service.store, false)).build()).isNotNull();
    }

    @Test
    void ids_and_secrets_are_made_with_the_given_source_of_randomness() {
        AtomicInteger bytes = new AtomicInteger();
        SecureRandom counting = new SecureRandom() {
            @Override
            public void nextBytes(byte[] target) {
                bytes.addAndGet(target.length);
                super.nextBytes(target);
            }
        };

        service.tokens().random(counting).build().issuer().issue(Service.request());

        assertThat(bytes).hasValueGreaterThanOrEqualTo(32);
    }
}
