package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that may be repeated makes one token, whatever happens to its answers. */
class IssuingOnceTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();

    private Issuance issue(IssueRequest request) {
        return tokens.issuer().issueOnce("key", request);
    }

    @Test
    void repetition_returns_the_same_token_and_no_secret() {
        Issuance first = issue(Service.request());
        service.clock.advance(Duration.ofDays(1));

        Issuance again = issue(Service.request());

        assertThat(first).isInstanceOf(IssuedToken.class);
        assertThat(again).isInstanceOf(AlreadyIssued.class);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(tokens.all().list(TokenQuery.all()).tokens()).hasSize(1);
    }

    @Test
    void repetition_returns_a_token_that_has_ended_meanwhile() {
        Issuance first = issue(Service.request());
        tokens.all().revoke(first.id(), "over");

        assertThat(issue(Service.request()).stored().revocation()).isPresent();
    }

    @Test
    void repetition_is_answered_though_the_grantor_could_not_grant_it_any_more() {
        IssueRequest request = Service.request().grantedBy("users/42", dev.latchkey.scope.ScopeSet.parse("workspace"));
        Issuance first = issue(request);

        assertThat(issue(Service.request().grantedBy("users/42", dev.latchkey.scope.ScopeSet.parse("other")))
                        .id())
                .isEqualTo(first.id());
    }

    @Test
    void key_is_one_owner_s() {
        Issuance first = issue(Service.request());

        Issuance other = issue(IssueRequest.forOwner("workspaces/other")
                .grantedByTheService()
                .describedAs("nightly export")
                .withScopes("workspace:read"));

        assertThat(other).isInstanceOf(IssuedToken.class);
        assertThat(other.id()).isNotEqualTo(first.id());
    }

    @Test
    void description_that_changed_afterwards_does_not_make_it_another_request() {
        Issuance first = issue(Service.request());
        tokens.all().describe(first.id(), "renamed");

        assertThat(issue(Service.request()).id()).isEqualTo(first.id());
    }

    static Stream<IssueRequest> others() {
        IssueRequest request = Service.request();
        return Stream.of(
                request.describedAs("weekly export"),
                request.withScopes("workspace:write"),
                request.withScopes("workspace:read", "workspace:write"),
                request.expiringAfter(Duration.ofDays(30)),
                request.expiringAt(Service.START.plusSeconds(60)),
                request.withAttribute("client", "ci"),
                request.grantedBy("users/42", dev.latchkey.scope.ScopeSet.parse("workspace")));
    }

    @ParameterizedTest
    @MethodSource("others")
    void key_of_another_request_is_refused(IssueRequest other) {
        Issuance first = issue(Service.request());

        assertThatExceptionOfType(ConflictingRequestException.class)
                .isThrownBy(() -> issue(other))
                .withMessageContaining(first.id().toString());
        assertThat(tokens.all().list(TokenQuery.all()).tokens()).hasSize(1);
    }

    @Test
    void key_that_no_record_may_have_is_refused() {
        for (String key : List.of("", "k".repeat(256), "schl\u00fcssel", "a\nb")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tokens.issuer().issueOnce(key, Service.request()))
                    .withMessageContaining("1 to 255");
        }
    }

    @Test
    void failed_call_can_be_repeated() {
        service.readOnly = true;
        assertThatExceptionOfType(dev.latchkey.token.UnavailableException.class)
                .isThrownBy(() -> issue(Service.request()));
        service.readOnly = false;

        assertThat(issue(Service.request())).isInstanceOf(IssuedToken.class);
    }

    @Test
    void of_calls_at_the_same_time_one_issues_the_token() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Issuance>> calls = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return issue(Service.request());
                    }))
                    .toList();
            start.countDown();
            List<Issuance> answers = new java.util.ArrayList<>();
            for (Future<Issuance> call : calls) {
                answers.add(call.get());
            }

            assertThat(answers).filteredOn(IssuedToken.class::isInstance).hasSize(1);
            Set<?> ids = answers.stream().map(Issuance::id).collect(Collectors.toSet());
            assertThat(ids).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
