package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessToken;
import dev.latchkey.AccessTokens;
import dev.latchkey.Authorization;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.Issuance;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.RotatedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes change the life of one token at the same time: exactly one winner, and never a live child of a dead parent.
 *
 * <p>{@code -Dlatchkey.life-races} says how many races of each kind; by default 200.
 */
public abstract class LifeRacesContract {

    private static final int RACES = Integer.getInteger("latchkey.life-races", 200);
    private static final String OWNER = "workspaces/acme";

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** For subclasses. */
    protected LifeRacesContract() {}

    /** {@return an empty store; asked once for each test} */
    protected abstract TokenStore store();

    private static AccessTokens node(TokenStore store) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .build();
    }

    private static IssueRequest request() {
        return IssueRequest.forOwner(OWNER)
                .describedAs("race")
                .withScopes("workspace")
                .grantedByTheService();
    }

    /** The outcome of each of two calls that began together: what it returned, or the exception that refused it. */
    private record Outcomes<A, B>(Optional<A> first, Optional<B> second) {}

    private <A, B> Outcomes<A, B> race(Callable<A> first, Callable<B> second) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Optional<A>> one = threads.submit(() -> begin(start, first));
        Future<Optional<B>> two = threads.submit(() -> begin(start, second));
        return new Outcomes<>(one.get(5, TimeUnit.MINUTES), two.get(5, TimeUnit.MINUTES));
    }

    private static <T> Optional<T> begin(CyclicBarrier start, Callable<T> call) throws Exception {
        start.await(5, TimeUnit.MINUTES);
        try {
            return Optional.of(call.call());
        } catch (IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isAccepted(AccessTokens node, IssuedToken token) {
        return node.verifier().verify(token.reveal()) instanceof Verified;
    }

    @Test
    void of_two_rotations_one_succeeds() throws Exception {
        TokenStore store = store();
        AccessTokens one = node(store);
        AccessTokens two = node(store);
        for (int i = 0; i < RACES; i++) {
            IssuedToken old = one.issuer().issue(request());

            Outcomes<RotatedToken, RotatedToken> outcomes = race(
                    () -> one.all().rotate(old.id(), Duration.ofHours(1)).orElseThrow(),
                    () -> two.all().rotate(old.id(), Duration.ofHours(1)).orElseThrow());

            assertThat(Stream.of(outcomes.first(), outcomes.second()).filter(Optional::isPresent))
                    .hasSize(1);
            RotatedToken winner = outcomes.first().or(outcomes::second).orElseThrow();
            assertThat(family(one, old.id()))
                    .containsExactlyInAnyOrder(old.id(), winner.successor().id());
            assertThat(isAccepted(two, (IssuedToken) winner.successor())).isTrue();
        }
    }

    private static Set<TokenId> family(AccessTokens node, TokenId first) {
        Set<TokenId> ids = new HashSet<>();
        node.all().list(TokenQuery.all().inFamily(first)).tokens().stream()
                .map(StoredToken::id)
                .forEach(ids::add);
        return ids;
    }

    /** A revocation that comes first prevents the rotation; one that comes later does not reach the successor. */
    @Test
    void revoked_token_is_revoked_whether_it_was_rotated_or_not() throws Exception {
        TokenStore store = store();
        AccessTokens one = node(store);
        AccessTokens two = node(store);
        for (int i = 0; i < RACES; i++) {
            IssuedToken old = one.issuer().issue(request());

            Outcomes<RotatedToken, StoredToken> outcomes = race(
                    () -> one.all().rotate(old.id(), Duration.ofHours(1)).orElseThrow(),
                    () -> two.all().revoke(old.id(), "over").orElseThrow().after());

            assertThat(outcomes.second()).isPresent();
            assertThat(isAccepted(one, old)).isFalse();
            assertThat(family(one, old.id())).hasSize(outcomes.first().isPresent() ? 2 : 1);
            assertThat(one.all().find(old.id()).orElseThrow().successor())
                    .isEqualTo(
                            outcomes.first().map(rotated -> rotated.successor().id()));
        }
    }

    @Test
    void child_of_a_revoked_parent_is_never_accepted() throws Exception {
        TokenStore store = store();
        AccessTokens one = node(store);
        AccessTokens two = node(store);
        for (int i = 0; i < RACES; i++) {
            IssuedToken parent = one.issuer().issue(request());
            AccessToken verified = ((Verified) one.verifier().verify(parent.reveal())).token();
            IssueRequest forChild = IssueRequest.forOwner(OWNER)
                    .describedAs("child")
                    .withScopes("workspace:read")
                    .grantedBy(verified);

            Outcomes<IssuedToken, StoredToken> outcomes = race(
                    () -> one.issuer().issue(forChild),
                    () -> two.all().revoke(parent.id(), "over").orElseThrow().after());

            assertThat(isAccepted(one, parent)).isFalse();
            outcomes.first().ifPresent(child -> {
                assertThat(isAccepted(one, child)).isFalse();
                assertThat(isAccepted(two, child)).isFalse();
            });
        }
    }

    @Test
    void verification_after_narrowing_does_not_permit_more() throws Exception {
        TokenStore store = store();
        AccessTokens one = node(store);
        AccessTokens two = node(store);
        Scope write = Scope.of("workspace:write");
        for (int i = 0; i < RACES; i++) {
            IssuedToken token = one.issuer().issue(request());

            Outcomes<List<Authorization>, StoredToken> outcomes = race(
                    () -> List.of(
                            one.verifier().authorize(token.reveal(), write),
                            one.verifier().authorize(token.reveal(), write)),
                    () -> two.all()
                            .narrow(token.id(), ScopeSet.parse("workspace:read"))
                            .orElseThrow()
                            .after());

            List<Authorization> during = outcomes.first().orElseThrow();
            assertThat(during).noneMatch(Rejected.class::isInstance);
            assertThat(during.get(1) instanceof Permitted && !(during.get(0) instanceof Permitted))
                    .as("denied, and then permitted again")
                    .isFalse();
            assertThat(one.verifier().authorize(token.reveal(), write)).isNotInstanceOf(Permitted.class);
            assertThat(two.verifier().authorize(token.reveal(), write)).isNotInstanceOf(Permitted.class);
        }
    }

    @Test
    void of_two_requests_with_one_key_one_issues_the_token() throws Exception {
        TokenStore store = store();
        AccessTokens one = node(store);
        AccessTokens two = node(store);
        List<TokenId> issued = new ArrayList<>();
        for (int i = 0; i < RACES; i++) {
            String key = "key-" + i;

            Outcomes<Issuance, Issuance> outcomes = race(
                    () -> one.issuer().issueOnce(key, request()),
                    () -> two.issuer().issueOnce(key, request()));

            Issuance first = outcomes.first().orElseThrow();
            Issuance second = outcomes.second().orElseThrow();
            assertThat(first.id()).isEqualTo(second.id());
            assertThat(Stream.of(first, second).filter(IssuedToken.class::isInstance))
                    .hasSize(1);
            issued.add(first.id());
        }
        assertThat(issued).doesNotHaveDuplicates();
    }
}
