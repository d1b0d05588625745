package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.port.FeedPosition;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeRequirement;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When tokens are used and for what, and what follows from it. */
class RecordedUsesTest {

    /** So long that nothing is written before the access tokens are closed. */
    private static final Duration AT_CLOSE = Duration.ofDays(1);

    private static final Scope READ = Scope.of("workspace:read");
    private static final Scope WRITE = Scope.of("workspace:write");

    private final Service service = new Service();

    private AccessTokens recording(Duration interval) {
        return service.tokens().recordingUses(interval).build();
    }

    private AccessTokens recording() {
        return recording(AT_CLOSE);
    }

    private static IssuedToken issue(AccessTokens tokens, String... scopes) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes(scopes));
    }

    private @Nullable TokenUse written(TokenId id) {
        return service.store.findUses(Set.of(id)).get(id);
    }

    private ScopeSet usedScopes(TokenId id) {
        TokenUse use = written(id);
        return use == null ? ScopeSet.empty() : use.usedScopes();
    }

    private static void authorize(AccessTokens tokens, IssuedToken token, ScopeRequirement required) {
        assertThat(tokens.verifier().authorize(token.reveal(), required)).isInstanceOf(Authorization.Permitted.class);
    }

    // Last use

    @Test
    void last_use_is_written_when_the_access_tokens_are_closed() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace:read");
        service.clock.advance(Duration.ofHours(1));
        tokens.verifier().verify(token.reveal());
        service.clock.advance(Duration.ofHours(1));
        tokens.verifier().verify(token.reveal());
        assertThat(written(token.id())).as("no request writes").isNull();

        tokens.close();

        assertThat(tokens.all().find(token.id()).orElseThrow().lastUsedAt())
                .contains(Service.START.plus(Duration.ofHours(2)));
        assertThat(tokens.all().list(TokenQuery.all()).tokens())
                .extracting(StoredToken::lastUsedAt)
                .containsExactly(Optional.of(Service.START.plus(Duration.ofHours(2))));
        assertThat(tokens.statistics().uses()).isEqualTo(new Statistics.Uses(0, 1, 0, 0));
    }

    @Test
    void last_use_never_moves_backwards() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace:read");
        service.clock.advance(Duration.ofHours(2));
        tokens.verifier().verify(token.reveal());
        service.clock.advance(Duration.ofHours(-1));
        tokens.verifier().verify(token.reveal());

        tokens.close();

        assertThat(tokens.all().find(token.id()).orElseThrow().lastUsedAt())
                .contains(Service.START.plus(Duration.ofHours(2)));
    }

    @Test
    void rejected_texts_and_reported_leaks_are_no_uses() {
        AccessTokens tokens = recording();
        IssuedToken disabled = issue(tokens, "workspace:read");
        IssuedToken leaked = issue(tokens, "workspace:read");
        tokens.all().disable(disabled.id(), "audit");
        tokens.verifier().verify(disabled.reveal());
        tokens.verifier().verify(Service.forged(leaked.id()));
        tokens.all().reportLeak(leaked.reveal());

        tokens.close();

        assertThat(written(disabled.id())).isNull();
        assertThat(written(leaked.id())).isNull();
    }

    @Test
    void a_use_changes_neither_the_record_nor_the_feed() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace:read");
        TokenRecord before = service.store.find(token.id()).orElseThrow();
        FeedPosition position = service.store.position();
        authorize(tokens, token, READ);

        tokens.close();

        assertThat(written(token.id())).isNotNull();
        assertThat(service.store.find(token.id())).contains(before);
        assertThat(service.store.position()).isEqualTo(position);
    }

    // What it is used for

    @Test
    void a_use_needs_what_was_required_on_the_resource_of_the_granted_scope() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace@workspaces/acme");
        authorize(tokens, token, READ.on("workspaces", "acme"));
        authorize(tokens, token, READ.on("workspaces", "acme", "sources", "js"));

        tokens.close();

        assertThat(usedScopes(token.id())).isEqualTo(ScopeSet.parse("workspace:read@workspaces/acme"));
    }

    @Test
    void denials_and_questions_of_the_host_need_nothing() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace:read", "members:read");
        tokens.verifier().authorize(token.reveal(), WRITE);
        Verification.Verified verified =
                (Verification.Verified) tokens.verifier().verify(token.reveal());
        verified.token().permits(Scope.of("members:read"));

        tokens.close();

        assertThat(written(token.id())).isNotNull();
        assertThat(usedScopes(token.id()).isEmpty()).isTrue();
    }

    @Test
    void an_operation_that_the_host_authorizes_after_verifying_is_a_use() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace", "members:read");
        AccessToken verified = ((Verification.Verified) tokens.verifier().verify(token.reveal())).token();

        assertThat(verified.authorize(READ)).isInstanceOf(Authorization.Permitted.class);
        assertThat(verified.authorize(Scope.of("members:write"))).isInstanceOf(Authorization.InsufficientScope.class);

        tokens.close();
        assertThat(usedScopes(token.id())).isEqualTo(ScopeSet.of(READ));
    }

    @Test
    void more_different_permissions_than_are_stored_are_the_granted_scope() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace", "members");
        authorize(tokens, token, Scope.of("members:read"));
        for (int i = 0; i < 2 * TokenUse.MAX_SCOPES; i++) {
            authorize(tokens, token, Scope.of("workspace:permission-" + i));
        }

        tokens.close();

        assertThat(usedScopes(token.id()).members().size()).isLessThan(TokenUse.MAX_SCOPES);
        assertThat(usedScopes(token.id()).covers(ScopeSet.parse("workspace members:read")))
                .isTrue();
    }

    @Test
    void uses_of_several_flushes_are_united() {
        AccessTokens first = recording();
        IssuedToken token = issue(first, "workspace");
        authorize(first, token, READ);
        first.close();
        AccessTokens second = recording();
        authorize(second, token, WRITE);
        second.close();

        assertThat(usedScopes(token.id())).isEqualTo(ScopeSet.parse("workspace:read workspace:write"));
    }

    @Test
    void uses_of_many_threads_during_flushes_are_all_written() throws Exception {
        AccessTokens tokens = recording(Duration.ofMillis(10));
        IssuedToken token = issue(tokens, "workspace");
        int threads = 4;
        CountDownLatch ready = new CountDownLatch(threads);
        List<Thread> callers = IntStream.range(0, threads)
                .mapToObj(thread -> new Thread(() -> {
                    ready.countDown();
                    Service.await(ready);
                    for (int i = 0; i < 15; i++) {
                        authorize(tokens, token, Scope.of("workspace:p" + thread + "-" + i));
                    }
                }))
                .toList();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }

        tokens.close();

        assertThat(usedScopes(token.id()).members()).hasSize(threads * 15);
    }

    // When the store fails

    @Test
    void uses_that_cannot_be_written_are_written_later() {
        AccessTokens tokens = recording(Duration.ofMillis(10));
        IssuedToken token = issue(tokens, "workspace:read");
        service.readOnly = true;
        authorize(tokens, token, READ);
        HeldRecordsTest.until(() -> tokens.statistics().uses().failures() >= 2);
        assertThat(tokens.statistics().uses().written()).isZero();
        authorize(tokens, token, READ);

        service.readOnly = false;
        HeldRecordsTest.until(() -> tokens.statistics().uses().written() > 0);

        assertThat(usedScopes(token.id())).isEqualTo(ScopeSet.of(READ));
        assertThat(tokens.statistics().uses().lost()).isZero();
        tokens.close();
    }

    @Test
    void uses_that_closing_cannot_write_are_counted_as_lost() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace:read");
        authorize(tokens, token, READ);
        service.readOnly = true;

        tokens.close();

        assertThat(tokens.statistics().uses().lost()).isEqualTo(1);
        assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Verification.Verified.class);
    }

    @Test
    void uses_are_recorded_of_a_limited_number_of_tokens_at_once() {
        AccessTokens tokens = service.tokens()
                .limits(Limits.standard().records(10))
                .recordingUses(AT_CLOSE)
                .build();
        List<IssuedToken> issued = IntStream.range(0, 30)
                .mapToObj(i -> issue(tokens, "workspace:read"))
                .toList();
        service.readOnly = true;

        issued.forEach(token -> authorize(tokens, token, READ));

        assertThat(tokens.statistics().uses().pending()).isLessThanOrEqualTo(10);
        assertThat(tokens.statistics().uses().lost()).isPositive();
        tokens.close();
    }

    // What every node has to do

    @Test
    void a_node_that_would_not_record_is_refused_where_others_do() {
        recording().close();

        assertThatIllegalStateException()
                .isThrownBy(() -> service.tokens().build())
                .withMessageContaining("recordingUses()")
                .withMessageContaining("notRecordingUses()");
    }

    @Test
    void a_node_that_does_not_record_by_name_ends_the_statement() {
        recording().close();
        AccessTokens silent = service.tokens().notRecordingUses().build();
        IssuedToken token = issue(silent, "workspace");

        TokenUsage usage = silent.all().usage(token.id()).orElseThrow();

        assertThat(usage.recordedSince()).isEmpty();
        assertThat(usage.unusedScopes().isEmpty()).isTrue();
        assertThat(silent.all().leastPrivilege(token.id()).orElseThrow().isNarrower())
                .isFalse();
        service.tokens().build();
    }

    @Test
    void a_node_that_is_refused_for_another_reason_states_nothing_and_leaves_no_thread() {
        service.tokensOn(service.store).build().administration().recordRevocationBound(Duration.ofSeconds(1));
        long before = threads();

        assertThatIllegalStateException()
                .isThrownBy(() -> service.tokensOn(service.store)
                        .listener(event -> {})
                        .recordingUses(AT_CLOSE)
                        .revocationWithin(Duration.ofSeconds(2))
                        .build());
        service.tokensOn(service.store).build();

        assertThat(threads()).isEqualTo(before);
    }

    @Test
    void a_node_that_is_refused_for_its_silence_leaves_no_thread() {
        service.tokensOn(service.store).recordingUses(AT_CLOSE).build().close();
        long before = threads();

        assertThatIllegalStateException()
                .isThrownBy(() -> service.tokensOn(service.store)
                        .listener(event -> {})
                        .revocationWithin(Duration.ofSeconds(2))
                        .build());

        HeldRecordsTest.until(() -> threads() == before);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("latchkey-"))
                .count();
    }

    @Test
    void intervals_out_of_range_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.tokens().recordingUses(Duration.ofMillis(9)))
                .withMessageContaining("PT0.009S");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> service.tokens().recordingUses(Duration.ofDays(1).plusMillis(1)));
    }

    @Test
    void uses_are_known_since_recording_began_or_the_token_was_issued() {
        AccessTokens before = service.tokens().build();
        IssuedToken early = issue(before, "workspace");
        service.clock.advance(Duration.ofDays(1));
        AccessTokens tokens = recording();
        Instant began = service.clock.instant();
        service.clock.advance(Duration.ofDays(1));
        IssuedToken late = issue(tokens, "workspace");

        assertThat(tokens.all().usage(early.id()).orElseThrow().recordedSince()).contains(began);
        assertThat(tokens.all().usage(late.id()).orElseThrow().recordedSince()).contains(service.clock.instant());
        tokens.close();
    }

    // What follows from it

    @Test
    void unused_scopes_are_shown_and_the_token_is_narrowed_to_what_it_used() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace", "members");
        authorize(tokens, token, READ);
        tokens.close();
        Tokens acme = tokens.ownedBy("workspaces/acme");

        GrantProposal proposal = acme.leastPrivilege(token.id()).orElseThrow();

        assertThat(proposal.usage().unusedScopes()).isEqualTo(ScopeSet.parse("members"));
        assertThat(proposal.scopes()).isEqualTo(ScopeSet.of(READ));
        assertThat(proposal.refused()).isEmpty();
        assertThat(proposal.isNarrower()).isTrue();
        assertThat(proposal.since()).contains(Service.START);

        acme.narrow(token.id(), proposal.scopes());
        AccessTokens later = recording();
        assertThat(later.verifier().authorize(token.reveal(), READ)).isInstanceOf(Authorization.Permitted.class);
        assertThat(later.verifier().authorize(token.reveal(), WRITE))
                .isInstanceOf(Authorization.InsufficientScope.class);
        assertThat(acme.leastPrivilege(token.id()).orElseThrow().isNarrower()).isFalse();
        later.close();
    }

    @Test
    void nothing_is_proposed_for_a_token_that_was_not_used() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace");
        tokens.close();

        GrantProposal proposal = tokens.all().leastPrivilege(token.id()).orElseThrow();

        assertThat(proposal.scopes()).isEqualTo(ScopeSet.parse("workspace"));
        assertThat(proposal.isNarrower()).isFalse();
    }

    @Test
    void usage_of_another_owner_is_not_visible() {
        AccessTokens tokens = recording();
        IssuedToken token = issue(tokens, "workspace");
        tokens.close();

        assertThat(tokens.ownedBy("workspaces/other").usage(token.id())).isEmpty();
        assertThat(tokens.ownedBy("workspaces/other").leastPrivilege(token.id()))
                .isEmpty();
    }

    @Test
    void idle_tokens_end_after_the_limit_and_the_interval_of_writing() {
        AccessTokens tokens = recording(Duration.ofHours(1));
        IssuedToken token = issue(tokens, "workspace:read");
        Housekeeping policy = Housekeeping.keepingEverything().endingIdleTokensAfter(Duration.ofDays(30));
        service.clock.advance(Duration.ofDays(30));
        assertThat(tokens.administration().sweep(policy).idle()).isZero();

        service.clock.advance(Duration.ofHours(1).plusMillis(1));

        assertThat(tokens.administration().sweep(policy).idle()).isEqualTo(1);
        assertThat(tokens.all()
                        .find(token.id())
                        .orElseThrow()
                        .revocation()
                        .orElseThrow()
                        .reason())
                .isEqualTo(RevocationReason.IDLE);
        tokens.close();
    }
}
