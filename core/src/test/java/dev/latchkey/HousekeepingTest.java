package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.HousekeepingRuns.RecordedUses;
import dev.latchkey.HousekeepingRuns.Stored;
import dev.latchkey.change.ExpiryNotices;
import dev.latchkey.change.TokenChanges;
import dev.latchkey.change.TokenEvents;
import dev.latchkey.change.Trail;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.port.Write;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry.Subject;
import dev.latchkey.token.UnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a run of housekeeping deletes, ends and announces, and when. */
class HousekeepingTest {

    private static final Duration FLUSH = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Housekeeping IDLE =
            Housekeeping.keepingEverything().endingIdleTokensAfter(Duration.ofDays(30));
    private static final Housekeeping NOTICES = Housekeeping.keepingEverything()
            .announcingExpiry(Duration.ofDays(1), Duration.ofDays(30), Duration.ofDays(7));

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokensOn(service.store)
            .keepingTrail()
            .issuePolicy(IssuePolicy.standard().allowingNever().allowingTokensToIssue())
            .build();
    private final List<String> notices = new ArrayList<>();
    private @Nullable Instant recordedSince = Service.START;

    private Housekeeping.Report run(Housekeeping policy) {
        return runs((token, before) -> notices.add(before.toDays() + " days " + token.id()))
                .run(policy, () -> true);
    }

    private HousekeepingRuns runs(ExpiryNotices.Listener listener) {
        TokenChanges changes = new TokenChanges(
                service.store,
                Trail.kept(service.store, service.store, new SecureRandom()),
                new TokenChanges.Listener() {
                    @Override
                    public void tokenChanged(TokenId id) {}

                    @Override
                    public void stateChanged() {}
                },
                TokenEvents.none());
        return new HousekeepingRuns(
                new Stored(service.store, service.store, service.store, new RecordedUses(FLUSH, () -> recordedSince)),
                changes,
                listener,
                service.clock);
    }

    private IssuedToken issue(Duration lifetime) {
        return tokens.issuer().issue(Service.request().expiringAfter(lifetime));
    }

    private void use(TokenId id) {
        service.store.recordUse(List.of(new TokenUse(id, service.clock.instant(), ScopeSet.parse("workspace:read"))));
    }

    private Optional<StoredToken> find(IssuedToken token) {
        return tokens.all().find(token.id());
    }

    private StoredToken.State stateOf(IssuedToken token) {
        return find(token).orElseThrow().state(service.clock.instant());
    }

    // Retention

    @Test
    void policy_that_keeps_everything_does_nothing() {
        issue(Duration.ofSeconds(1));
        service.clock.advance(Duration.ofDays(10_000));

        assertThat(tokens.administration().sweep(Housekeeping.keepingEverything()))
                .isEqualTo(new Housekeeping.Report(0, 0, 0, new Housekeeping.Trimmed(0, 0), 0));
    }

    @Test
    void ended_tokens_feed_and_trail_are_deleted_after_their_own_retention() {
        IssuedToken ended = issue(DAY);
        tokens.all().describe(ended.id(), "another");
        IssuedToken later = issue(DAY.plusMillis(1));
        service.clock.advance(DAY.plus(Duration.ofDays(90)).plusMillis(1));
        tokens.all().describe(later.id(), "the newest entry of the feed, which is kept");
        Housekeeping policy = Housekeeping.keepingEverything();

        assertThat(tokens.administration().sweep(policy.deletingEndedTokensAfter(Duration.ofDays(90))))
                .isEqualTo(new Housekeeping.Report(1, 0, 0, new Housekeeping.Trimmed(0, 0), 0));
        assertThat(find(ended)).isEmpty();
        assertThat(find(later)).isPresent();
        assertThat(tokens.administration().sweep(policy.trimmingFeedAfter(DAY)).trimmed())
                .isEqualTo(new Housekeeping.Trimmed(1, 0));
        assertThat(tokens.administration().sweep(policy.trimmingTrailAfter(DAY)).trimmed())
                .isEqualTo(new Housekeeping.Trimmed(0, 3));
        assertThat(tokens.statistics().housekeeping())
                .isEqualTo(new Statistics.Housekeeping(3, 0, 1, 0, 0, new Housekeeping.Trimmed(1, 3)));
    }

    @Test
    void durations_out_of_range_are_refused() {
        Housekeeping policy = Housekeeping.keepingEverything();
        Duration shortest = Housekeeping.MINIMUM_RETENTION;
        Duration tooShort = shortest.minusMillis(1);
        Duration tooLong = Housekeeping.MAXIMUM.plusMillis(1);

        for (Duration wrong : List.of(tooShort, tooLong, Duration.ZERO, DAY.negated())) {
            assertThatIllegalArgumentException().isThrownBy(() -> policy.deletingEndedTokensAfter(wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> policy.trimmingFeedAfter(wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> policy.trimmingTrailAfter(wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> policy.announcingExpiry(DAY, wrong));
            assertThatIllegalArgumentException().isThrownBy(() -> policy.endingIdleTokensAfter(wrong));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> policy.endingIdleTokensAfter(DAY.minusMillis(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.announcingExpiry(
                        IntStream.rangeClosed(1, 11).mapToObj(Duration::ofDays).toArray(Duration[]::new)));
        assertThat(policy.deletingEndedTokensAfter(shortest)
                        .trimmingFeedAfter(Housekeeping.MAXIMUM)
                        .trimmingTrailAfter(DAY)
                        .endingIdleTokensAfter(DAY)
                        .announcingExpiry(shortest, DAY))
                .returns(Optional.of(shortest), Housekeeping::endedTokensKept)
                .returns(Optional.of(Housekeeping.MAXIMUM), Housekeeping::feedKept)
                .returns(Optional.of(DAY), Housekeeping::trailKept)
                .returns(Optional.of(DAY), Housekeeping::idleLimit)
                .satisfies(all -> assertThat(all.noticesBefore()).containsExactly(shortest, DAY));
    }

    @Test
    void part_that_fails_does_not_prevent_the_others_and_the_run_reports_it() {
        issue(DAY);
        IssuedToken ended = issue(Duration.ofHours(1));
        service.clock.advance(Duration.ofHours(2));
        HousekeepingRuns failing = runs((token, before) -> {
            throw new TokenStoreException("no notices today");
        });

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> failing.run(
                        Housekeeping.keepingEverything()
                                .announcingExpiry(Duration.ofHours(23))
                                .deletingEndedTokensAfter(Duration.ofMinutes(10)),
                        () -> true))
                .withMessage("no notices today");

        assertThat(find(ended)).isEmpty();
        assertThat(failing.statistics())
                .isEqualTo(new Statistics.Housekeeping(0, 1, 1, 0, 0, new Housekeeping.Trimmed(0, 0)));
    }

    // Idle expiry

    @Test
    void token_ends_when_it_was_unused_for_the_limit_and_the_time_to_write_uses() {
        IssuedToken token = issue(Duration.ofDays(300));
        service.clock.advance(DAY);
        use(token.id());
        service.clock.advance(Duration.ofDays(30).plus(FLUSH).minusMillis(1));

        assertThat(run(IDLE).idle()).isZero();
        service.clock.advance(Duration.ofMillis(1));
        assertThat(run(IDLE).idle()).isEqualTo(1);

        assertThat(stateOf(token)).isEqualTo(StoredToken.State.REVOKED);
        assertThat(find(token).orElseThrow().revocation().orElseThrow().reason())
                .isEqualTo(RevocationReason.IDLE);
        assertThat(run(IDLE).idle()).isZero();
    }

    @Test
    void time_counts_from_the_issue_of_a_token_that_was_never_used() {
        service.clock.advance(Duration.ofDays(20));
        IssuedToken token = issue(Duration.ofDays(300));
        service.clock.advance(Duration.ofDays(30));

        assertThat(run(IDLE).idle()).isZero();
        service.clock.advance(FLUSH);
        assertThat(run(IDLE).idle()).isEqualTo(1);
        assertThat(stateOf(token)).isEqualTo(StoredToken.State.REVOKED);
    }

    @Test
    void time_counts_from_when_uses_began_to_be_recorded() {
        issue(Duration.ofDays(300));
        recordedSince = Service.START.plus(Duration.ofDays(50));
        service.clock.advance(Duration.ofDays(80));

        assertThat(run(IDLE).idle()).isZero();
        service.clock.advance(FLUSH);
        assertThat(run(IDLE).idle()).isEqualTo(1);
    }

    @Test
    void nothing_is_idle_while_it_is_unknown_since_when_uses_are_recorded() {
        issue(Duration.ofDays(300));
        recordedSince = null;
        service.clock.advance(Duration.ofDays(299));

        assertThat(run(IDLE).idle()).isZero();
    }

    @Test
    void parent_of_a_live_token_is_not_idle_until_that_one_has_ended() {
        IssuedToken parent = issue(Duration.ofDays(300));
        AccessToken verified = ((Verification.Verified) tokens.verifier().verify(parent.reveal())).token();
        IssuedToken child = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("child")
                        .withScopes("workspace:read")
                        .expiringAfter(Duration.ofDays(200))
                        .grantedBy(verified));
        service.clock.advance(Duration.ofDays(40));
        use(child.id());

        assertThat(run(IDLE).idle()).isZero();
        service.clock.advance(Duration.ofDays(31));
        assertThat(run(IDLE).idle()).as("the child").isEqualTo(1);
        assertThat(stateOf(child)).isEqualTo(StoredToken.State.REVOKED);
        assertThat(run(IDLE).idle()).as("the parent").isEqualTo(1);
        assertThat(stateOf(parent)).isEqualTo(StoredToken.State.REVOKED);
    }

    @Test
    void expired_tokens_are_not_revoked_as_idle() {
        issue(DAY);
        service.clock.advance(Duration.ofDays(60));

        assertThat(run(IDLE).idle()).isZero();
    }

    @Test
    void idle_expiry_without_recorded_uses_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> tokens.administration().sweep(IDLE))
                .withMessageContaining("endingIdleTokensAfter");
        assertThatIllegalStateException()
                .isThrownBy(() -> tokens.administration().requirePossible(IDLE))
                .withMessageContaining("endingIdleTokensAfter");
        assertThat(tokens.statistics().housekeeping().failures()).isZero();
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        service.tokens().housekeeping(IDLE, Duration.ofHours(1)).build())
                .withMessageContaining("endingIdleTokensAfter");
    }

    // Expiry notices

    @Test
    void expiry_is_announced_once_at_each_time_before_it() {
        IssuedToken token = issue(Duration.ofDays(90));
        for (int day = 0; day < 95; day++) {
            run(NOTICES);
            run(NOTICES);
            service.clock.advance(DAY);
        }

        assertThat(notices).containsExactly("30 days " + token.id(), "7 days " + token.id(), "1 days " + token.id());
        assertThat(tokens.all().find(token.id()).orElseThrow().description()).isEqualTo("nightly export");
    }

    @Test
    void of_several_due_notices_only_the_last_is_made() {
        IssuedToken token = issue(Duration.ofDays(90));
        service.clock.advance(Duration.ofDays(84));

        assertThat(run(NOTICES).notices()).isEqualTo(1);

        assertThat(notices).containsExactly("7 days " + token.id());
    }

    @Test
    void time_that_is_not_shorter_than_the_lifetime_is_not_announced() {
        IssuedToken token = issue(Duration.ofDays(7));

        run(NOTICES);
        assertThat(notices).isEmpty();
        service.clock.advance(Duration.ofDays(6));
        run(NOTICES);

        assertThat(notices).containsExactly("1 days " + token.id());
    }

    @Test
    void tokens_that_are_revoked_replaced_cut_off_or_never_expire_are_not_announced() {
        IssuedToken revoked = issue(Duration.ofDays(60));
        tokens.all().revoke(revoked.id(), "over");
        IssuedToken replaced = issue(Duration.ofDays(60));
        tokens.issuer().issue(Service.request().neverExpiring());
        issue(Duration.ofDays(60));
        service.clock.advance(Duration.ofDays(40));
        assertThat(tokens.all().rotate(replaced.id(), Duration.ofDays(10))).isPresent();
        tokens.administration().rejectIssuedBefore(service.clock.instant());

        assertThat(run(NOTICES).notices()).isZero();
    }

    @Test
    void listener_receives_each_notice_as_an_event() throws Exception {
        BlockingQueue<TokenEvent> received = new LinkedBlockingQueue<>();
        try (AccessTokens listening = service.tokensOn(service.store)
                .listener(event -> {
                    if (event instanceof TokenEvent.Expiring) {
                        received.add(event);
                    }
                })
                .build()) {
            IssuedToken token = issue(Duration.ofDays(60));
            service.clock.advance(Duration.ofDays(40));

            assertThat(listening.administration().sweep(NOTICES).notices()).isEqualTo(1);

            assertThat(received.poll(60, TimeUnit.SECONDS))
                    .isEqualTo(new TokenEvent.Expiring(
                            service.clock.instant(),
                            new Subject(token.id(), "workspaces/acme"),
                            Service.START.plus(Duration.ofDays(60)),
                            Duration.ofDays(30)));
        }
    }

    @Test
    void notices_that_nobody_would_receive_are_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> tokens.administration().sweep(NOTICES))
                .withMessageContaining("AccessTokensBuilder.listener()");
    }

    @Test
    void notice_that_another_node_claimed_is_not_made() {
        IssuedToken token = issue(Duration.ofDays(60));
        service.clock.advance(Duration.ofDays(40));
        TokenRecord read = service.store.find(token.id()).orElseThrow();
        run(NOTICES);
        TokenRecord claimed = service.store.find(token.id()).orElseThrow();

        assertThat(service.store.write(List.of(new Write.Update(read, claimed))))
                .isFalse();
        assertThat(run(NOTICES).notices()).isZero();
        assertThat(notices).hasSize(1);
    }

    @Test
    void announced_successor_still_ends_its_predecessor_at_its_first_use() {
        IssuedToken old = issue(Duration.ofDays(60));
        RotatedToken rotated = tokens.all()
                .rotate(old.id(), Rotation.overlapping(Duration.ofDays(50)).endingAtFirstUse())
                .orElseThrow();
        service.clock.advance(Duration.ofDays(40));
        assertThat(run(NOTICES).notices()).isEqualTo(1);

        assertThat(tokens.verifier().verify(((IssuedToken) rotated.successor()).reveal()))
                .isInstanceOf(Verification.Verified.class);

        assertThat(tokens.verifier().verify(old.reveal())).isInstanceOf(Verification.Rejected.class);
        assertThat(run(NOTICES).notices()).as("the mark of the notice is kept").isZero();
    }

    @Test
    void notices_of_many_pages_are_all_made_and_those_beyond_the_longest_time_are_not() {
        for (int i = 0; i < 1_100; i++) {
            issue(Duration.ofDays(60).plusMillis(i));
        }
        issue(Duration.ofDays(90));
        service.clock.advance(Duration.ofDays(31));

        assertThat(run(NOTICES).notices()).isEqualTo(1_100);
        assertThat(tokens.all().list(TokenQuery.all().limit(1)).tokens()).hasSize(1);
    }

    // Many nodes

    @Test
    void ten_nodes_make_each_notice_once_and_delete_each_token_once() throws Exception {
        for (int i = 0; i < 50; i++) {
            issue(Duration.ofDays(60));
            issue(Duration.ofDays(1));
        }
        service.clock.advance(Duration.ofDays(40));
        Housekeeping policy = NOTICES.deletingEndedTokensAfter(Duration.ofDays(30));
        Queue<TokenId> announced = new ConcurrentLinkedQueue<>();
        CyclicBarrier start = new CyclicBarrier(10);
        ExecutorService nodes = Executors.newFixedThreadPool(10);
        List<Future<Housekeeping.Report>> reports = new ArrayList<>();
        try {
            for (int node = 0; node < 10; node++) {
                reports.add(nodes.submit(() -> {
                    start.await(1, TimeUnit.MINUTES);
                    return runs((token, before) -> announced.add(token.id())).run(policy, () -> true);
                }));
            }
            long notified = 0;
            long deleted = 0;
            for (Future<Housekeeping.Report> report : reports) {
                notified += report.get(2, TimeUnit.MINUTES).notices();
                deleted += report.get().deleted();
            }

            assertThat(notified).isEqualTo(50);
            assertThat(deleted).isEqualTo(50);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(announced).hasSize(50).doesNotHaveDuplicates();
    }
}
