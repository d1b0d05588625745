package dev.latchkey.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.Administration.Erasure;
import dev.latchkey.Housekeeping;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.TokenStore;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.token.TokenEvent.Expiring;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Uses, sweeps, erasures and expiry notices on several nodes at the same time.
 *
 * <p>{@code -Dlatchkey.life-races} says how many races of each kind; by default 200.
 */
public abstract class HousekeepingRacesContract {

    private static final int RACES = Integer.getInteger("latchkey.life-races", 200);
    private static final int NODES = 10;
    private static final int TOKENS = 30;
    private static final String OWNER = "workspaces/acme";
    private static final ScopeSet READ = ScopeSet.parse("workspace:read");

    private final ExecutorService threads = Executors.newFixedThreadPool(NODES);
    private final SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<AccessTokens> opened = new ArrayList<>();

    /** For subclasses. */
    protected HousekeepingRacesContract() {}

    /** {@return an empty store; asked once for each test} */
    protected abstract TokenStore store();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        opened.forEach(AccessTokens::close);
    }

    private AccessTokensBuilder builder(TokenStore store) {
        return AccessTokens.builder(store)
                .withoutPrefix()
                .clock(clock)
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)));
    }

    private static IssueRequest request(String owner) {
        return IssueRequest.forOwner(owner)
                .describedAs("race")
                .withScopes("workspace")
                .grantedByTheService();
    }

    private static List<IssuedToken> issue(AccessTokens node, int number, Duration lifetime) {
        return IntStream.range(0, number)
                .mapToObj(i -> node.issuer().issue(request(OWNER).expiringAfter(lifetime)))
                .toList();
    }

    /** {@return what the calls returned, which began together} */
    private <T> List<T> race(List<Callable<T>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.size());
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> call : calls) {
            futures.add(threads.submit(() -> {
                start.await(5, TimeUnit.MINUTES);
                return call.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : futures) {
            answers.add(future.get(5, TimeUnit.MINUTES));
        }
        return answers;
    }

    @Test
    void use_that_is_written_during_a_narrowing_neither_undoes_it_nor_is_lost() throws Exception {
        TokenStore store = store();
        AccessTokens node = builder(store).build();
        for (int i = 0; i < RACES; i++) {
            IssuedToken token = node.issuer().issue(request(OWNER));
            TokenUse use = new TokenUse(token.id(), clock.instant(), ScopeSet.parse("workspace:write"));

            race(List.of(
                    () -> {
                        store.recordUse(List.of(use));
                        return true;
                    },
                    () -> node.all().narrow(token.id(), READ).isPresent()));

            StoredToken narrowed = node.all().find(token.id()).orElseThrow();
            assertThat(narrowed.scopes()).isEqualTo(READ);
            assertThat(store.find(token.id()).orElseThrow().version()).isEqualTo(2);
            assertThat(store.findUses(Set.of(token.id()))).containsEntry(token.id(), use);
        }
    }

    @Test
    void ended_token_is_never_accepted_and_a_live_one_always_during_a_sweep() throws Exception {
        TokenStore store = store();
        AccessTokens node = builder(store).build();
        IssuedToken live = node.issuer().issue(request(OWNER).expiringAfter(Duration.ofDays(60)));
        for (int i = 0; i < RACES / 4; i++) {
            List<IssuedToken> ended = issue(node, 3, Duration.ofHours(1));
            clock.advance(Duration.ofHours(2));

            List<List<Boolean>> accepted = race(List.of(
                    () -> {
                        node.administration().sweep(clock.instant());
                        return List.of();
                    },
                    () -> ended.stream().map(token -> isAccepted(node, token)).toList(),
                    () -> IntStream.range(0, 4)
                            .mapToObj(again -> isAccepted(node, live))
                            .toList()));

            assertThat(accepted.get(1)).containsOnly(false);
            assertThat(accepted.get(2)).containsOnly(true);
            assertThat(ended).noneMatch(token -> node.all().find(token.id()).isPresent());
        }
    }

    private static boolean isAccepted(AccessTokens node, IssuedToken token) {
        return node.verifier().verify(token.reveal()) instanceof Verified;
    }

    @Test
    void two_sweeps_delete_each_ended_token_once_and_no_other() throws Exception {
        TokenStore store = store();
        AccessTokens one = builder(store).build();
        AccessTokens two = builder(store).build();
        List<IssuedToken> live = issue(one, 5, Duration.ofDays(60));
        for (int i = 0; i < RACES / 20; i++) {
            List<IssuedToken> ended = issue(one, TOKENS, Duration.ofHours(1));
            ended.stream()
                    .limit(TOKENS / 2)
                    .forEach(token -> store.recordUse(List.of(new TokenUse(token.id(), clock.instant(), READ))));
            clock.advance(Duration.ofHours(2));

            List<Long> deleted = race(List.of(
                    () -> one.administration().sweep(clock.instant()),
                    () -> two.administration().sweep(clock.instant())));

            assertThat(deleted.get(0) + deleted.get(1)).isEqualTo(TOKENS);
            assertThat(store.list(TokenQuery.all().limit(1_000)).entries())
                    .extracting(entry -> entry.record().id())
                    .containsExactlyInAnyOrderElementsOf(
                            live.stream().map(IssuedToken::id).toList());
        }
    }

    @Test
    void erasure_leaves_nothing_although_uses_are_written_and_another_node_erases_and_sweeps() throws Exception {
        TokenStore store = store();
        AccessTokens one = builder(store).build();
        AccessTokens two = builder(store).build();
        IssuedToken other = one.issuer().issue(request("workspaces/other"));
        for (int i = 0; i < RACES / 20; i++) {
            List<IssuedToken> tokens = new ArrayList<>(issue(one, TOKENS, Duration.ofDays(60)));
            tokens.addAll(issue(one, 5, Duration.ofHours(1)));
            clock.advance(Duration.ofHours(2));
            List<TokenUse> uses = tokens.stream()
                    .map(token -> new TokenUse(token.id(), clock.instant(), READ))
                    .toList();

            List<Long> deleted = race(List.of(
                    () -> erased(one.administration().erase(OWNER)),
                    () -> erased(two.administration().erase(OWNER)),
                    () -> two.administration().sweep(clock.instant()),
                    () -> {
                        store.recordUse(uses);
                        return 0L;
                    }));

            assertThat(deleted.stream().mapToLong(Long::longValue).sum()).isEqualTo(TOKENS + 5);
            assertThat(store.list(TokenQuery.all().ownedBy(OWNER)).isEmpty()).isTrue();
            assertThat(store.findUses(uses.stream().map(TokenUse::id).collect(Collectors.toSet())))
                    .isEmpty();
            assertThat(tokens).noneMatch(token -> isAccepted(one, token));
            assertThat(isAccepted(two, other)).isTrue();
        }
    }

    private static long erased(Erasure erasure) {
        assertThat(erasure.unreadable()).isEmpty();
        return erasure.tokens();
    }

    @Test
    void notices_of_each_time_are_claimed_once_by_ten_nodes() throws Exception {
        TokenStore store = store();
        Queue<TokenId> announced = new ConcurrentLinkedQueue<>();
        List<AccessTokens> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(builder(store)
                    .listener(event -> {
                        if (event instanceof Expiring expiring) {
                            announced.add(expiring.subject().token());
                        }
                    })
                    .build());
        }
        opened.addAll(nodes);
        List<TokenId> tokens = issue(nodes.get(0), TOKENS, Duration.ofDays(60)).stream()
                .map(IssuedToken::id)
                .toList();
        Housekeeping policy =
                Housekeeping.keepingEverything().announcingExpiry(Duration.ofDays(30), Duration.ofDays(7));

        for (Duration untilDue : List.of(Duration.ofDays(40), Duration.ofDays(15))) {
            clock.advance(untilDue);
            List<Callable<Long>> runs = new ArrayList<>();
            nodes.forEach(
                    node -> runs.add(() -> node.administration().sweep(policy).notices()));

            assertThat(race(runs).stream().mapToLong(Long::longValue).sum()).isEqualTo(TOKENS);
        }

        nodes.forEach(AccessTokens::close);
        assertThat(announced).hasSize(2 * TOKENS);
        assertThat(tokens)
                .allSatisfy(id -> assertThat(announced).filteredOn(id::equals).hasSize(2));
    }
}
