package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.Write;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifying with {@code requiringHeartbeats()}: what the database shows counts only while it takes writes. */
class RequiringHeartbeatsTest {

    private static final Logger LOGGER = Logger.getLogger("dev.latchkey");
    private static final Duration BOUND = Duration.ofMillis(400);

    private final Service service = new Service();
    private final AccessTokens otherNode = service.tokens().build();
    private final List<AccessTokens> opened = new ArrayList<>();

    @BeforeEach
    void beQuiet() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void close() {
        opened.forEach(AccessTokens::close);
        LOGGER.setLevel(null);
    }

    private AccessTokensBuilder requiring() {
        return service.tokens()
                .nanoTime(() ->
                        Duration.between(Service.START, service.clock.instant()).toNanos())
                .revocationWithin(BOUND, service.store)
                .requiringHeartbeats();
    }

    private AccessTokens opened(AccessTokensBuilder builder) {
        AccessTokens tokens = builder.build();
        opened.add(tokens);
        return tokens;
    }

    /** A node with a lease; the test's clock stands still, so it keeps it. */
    private AccessTokens leased() {
        AccessTokens tokens = opened(requiring());
        HeldRecordsTest.until(
                () -> tokens.statistics().records().feed().leaseAge().isPresent());
        return tokens;
    }

    private static Verification verify(AccessTokens node, IssuedToken issued) {
        return node.verifier().verify(issued.reveal());
    }

    @Test
    void a_bound_of_zero_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> service.tokens().requiringHeartbeats().build())
                .withMessageContaining("revocationWithin");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 99})
    void a_bound_of_less_than_100_ms_is_refused(int millis) {
        assertThatIllegalStateException()
                .isThrownBy(() -> requiring()
                        .revocationWithin(Duration.ofMillis(millis), service.store)
                        .build())
                .withMessageContaining("100 milliseconds")
                .withMessageContaining(String.valueOf(millis));
        opened(requiring().revocationWithin(Duration.ofMillis(100), service.store));
    }

    @Test
    void a_store_that_takes_no_writes_is_refused() {
        service.store.write(List.of(new Write.State(
                service.store.findCommitted(Set.of()).state(),
                service.store.findCommitted(Set.of()).state().withRevocationBound(BOUND))));
        service.readOnly = true;

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> requiring().build())
                .withMessageContaining("heartbeat");
        service.readOnly = false;
        opened(requiring());
    }

    @Test
    void a_repeated_verification_reads_nothing() {
        AccessTokens tokens = leased();
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        verify(tokens, issued);
        int reads = service.reads.get();

        assertThat(verify(tokens, issued)).isInstanceOf(Verified.class);

        assertThat(service.reads).hasValue(reads);
    }

    @Test
    void the_feed_is_read_eight_times_within_the_bound() {
        assertThat(CachedRecords.pollInterval(BOUND, true)).isEqualTo(BOUND.dividedBy(8));
    }

    @Test
    void a_token_is_accepted_before_the_first_lease() {
        AccessTokens tokens = opened(requiring());
        IssuedToken issued = otherNode.issuer().issue(Service.request());

        assertThat(verify(tokens, issued)).isInstanceOf(Verified.class);
    }

    @Test
    void without_writes_no_token_is_accepted_after_the_bound_though_the_store_is_read() {
        AccessTokens tokens = leased();
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        verify(tokens, issued);
        service.readOnly = true;
        assertThat(verify(tokens, issued)).as("within the bound").isInstanceOf(Verified.class);

        service.clock.advance(BOUND);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> verify(tokens, issued));
        long polls = tokens.statistics().records().feed().polls();
        HeldRecordsTest.until(() -> tokens.statistics().records().feed().polls() > polls + 2);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> verify(tokens, issued));
        assertThat(tokens.statistics().records().feed().heartbeatFailures()).isPositive();
    }

    @Test
    void tokens_are_accepted_again_as_soon_as_the_store_takes_a_write() {
        AccessTokens tokens = leased();
        IssuedToken issued = otherNode.issuer().issue(Service.request());
        service.readOnly = true;
        service.clock.advance(BOUND);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> verify(tokens, issued));

        service.readOnly = false;

        assertThat(verify(tokens, issued)).isInstanceOf(Verified.class);
        otherNode.all().revoke(issued.id(), "leaked");
        HeldRecordsTest.until(() -> verify(tokens, issued).equals(new Rejected(RejectionReason.REVOKED)));
    }

    @Test
    void a_node_that_does_not_require_them_writes_none() {
        AccessTokens tokens = service.tokens()
                .revocationWithin(Duration.ofMillis(20), service.store)
                .build();
        opened.add(tokens);
        HeldRecordsTest.until(() -> tokens.statistics().records().feed().polls() > 5);

        assertThat(tokens.statistics().records().feed().heartbeats()).isZero();
    }

    @Test
    void statistics_count_heartbeats() {
        AccessTokens tokens = leased();

        assertThat(tokens.statistics().records().feed().heartbeats()).isPositive();
        assertThat(tokens.statistics().records().feed().heartbeatFailures()).isZero();
    }
}
