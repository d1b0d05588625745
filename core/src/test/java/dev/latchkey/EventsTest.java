package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.Verification.Verified;
import dev.latchkey.port.JoinsCallerTransactions;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenEvent.Changed;
import dev.latchkey.token.TokenEvent.FirstVerified;
import dev.latchkey.token.TokenEvent.Leaked;
import dev.latchkey.token.TokenEvent.Reused;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What listeners receive: each event once, with its data. */
class EventsTest {

    private final Service service = new Service();
    private final RecordedEvents events = new RecordedEvents();
    private final AccessTokens tokens = service.tokens().listener(events).build();
    private final Tokens acme = tokens.ownedBy("workspaces/acme").by("users/7");

    @AfterEach
    void close() {
        tokens.close();
    }

    private IssuedToken issue() {
        return tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("nightly export")
                        .withScopes("workspace")
                        .grantedBy("users/42", ScopeSet.parse("workspace")));
    }

    private List<Changed> changes() {
        events.untilClosed(tokens);
        return events.of(Changed.class);
    }

    private Act act(String by, Action action, String reason) {
        return new Act(service.clock.instant(), by, action, reason);
    }

    private static Subject subject(TokenId id) {
        return new Subject(id, "workspaces/acme");
    }

    @Test
    void each_change_is_sent_once_with_actor_reason_and_values() {
        TokenId id = issue().id();
        acme.describe(id, "weekly export");
        acme.annotate(id, Map.of("team", "data"));
        acme.narrow(id, ScopeSet.parse("workspace:read"));
        acme.shorten(id, service.clock.instant().plus(Duration.ofDays(1)));
        acme.disable(id, "holidays");
        acme.enable(id);
        acme.revoke(id, RevocationReason.LEAKED);

        Subject subject = subject(id);
        assertThat(changes())
                .containsExactly(
                        new Changed(subject, act("users/42", Action.ISSUED, null), new Effect(null, "workspace")),
                        new Changed(
                                subject,
                                act("users/7", Action.DESCRIBED, null),
                                new Effect("nightly export", "weekly export")),
                        new Changed(
                                subject, act("users/7", Action.ATTRIBUTES_CHANGED, null), new Effect("", "team=data")),
                        new Changed(
                                subject,
                                act("users/7", Action.NARROWED, null),
                                new Effect("workspace", "workspace:read")),
                        new Changed(
                                subject,
                                act("users/7", Action.SHORTENED, null),
                                new Effect("2026-04-01T00:00:00Z", "2026-01-02T00:00:00Z")),
                        new Changed(subject, act("users/7", Action.DISABLED, "holidays"), Effect.NONE),
                        new Changed(subject, act("users/7", Action.ENABLED, null), Effect.NONE),
                        new Changed(subject, act("users/7", Action.REVOKED, "leaked"), Effect.NONE));
    }

    @Test
    void rotation_is_sent_for_the_old_token_and_the_new_one() {
        TokenId id = issue().id();
        TokenId successor = ((IssuedToken)
                        acme.rotate(id, Duration.ofHours(1)).orElseThrow().successor())
                .id();

        assertThat(changes())
                .element(1)
                .isEqualTo(new Changed(
                        subject(id), act("users/7", Action.ROTATED, null), new Effect(null, successor.toString())));
        assertThat(changes())
                .element(2)
                .isEqualTo(new Changed(
                        subject(successor), act("users/7", Action.ISSUED, null), new Effect(null, "workspace")));
    }

    @Test
    void bulk_revocation_is_sent_for_each_token() {
        TokenId first = issue().id();
        TokenId second = issue().id();

        acme.revokeAll("owner left");

        assertThat(changes())
                .filteredOn(change -> change.act().action() == Action.REVOKED)
                .extracting(change -> change.subject().token())
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void what_changed_nothing_is_not_sent() {
        TokenId id = issue().id();

        acme.describe(id, "nightly export");
        acme.enable(id);
        tokens.ownedBy("workspaces/other").revoke(id, "theft");

        assertThat(changes()).hasSize(1);
    }

    @Test
    void change_that_was_not_stored_is_not_sent() {
        TokenId id = issue().id();
        service.readOnly = true;

        assertThatExceptionOfType(TokenStoreException.class).isThrownBy(() -> acme.revoke(id, "left"));

        assertThat(changes()).hasSize(1);
    }

    @Test
    void first_verification_on_a_node_is_sent_once() {
        IssuedToken issued = issue();
        RecordedEvents others = new RecordedEvents();
        AccessTokens another = service.tokens().listener(others).build();

        for (int i = 0; i < 3; i++) {
            tokens.verifier().verify(issued.reveal());
            another.verifier().authorize(issued.reveal(), Scope.of("workspace:read"));
        }

        FirstVerified first = new FirstVerified(service.clock.instant(), subject(issued.id()));
        assertThat(others.untilClosed(another)).containsExactly(first);
        events.untilClosed(tokens);
        assertThat(events.of(FirstVerified.class)).containsExactly(first);
    }

    @Test
    void first_verification_from_cached_records_is_sent_once() {
        IssuedToken issued = issue();
        RecordedEvents others = new RecordedEvents();
        AccessTokens another = service.tokensOn(service.store)
                .revocationWithin(Duration.ofHours(1))
                .listener(others)
                .build();
        HeldRecordsTest.until(
                () -> another.statistics().records().feed().leaseAge().isPresent());

        for (int i = 0; i < 3; i++) {
            another.verifier().verify(issued.reveal());
            another.verifier().verifyAsync(issued.reveal(), Runnable::run).join();
        }

        assertThat(another.statistics().records().hits()).isPositive();
        assertThat(others.untilClosed(another)).hasSize(1);
    }

    @Test
    void rejection_names_the_token_that_the_text_names() {
        IssuedToken issued = issue();
        tokens.verifier().verify(Service.forged(issued.id()));
        acme.revoke(issued.id(), "left");
        tokens.verifier().verify(issued.reveal());
        events.untilClosed(tokens);

        assertThat(events.of(TokenEvent.Rejected.class))
                .containsExactly(
                        new TokenEvent.Rejected(
                                service.clock.instant(), RejectionReason.WRONG_SECRET, subject(issued.id()), 1),
                        new TokenEvent.Rejected(
                                service.clock.instant(), RejectionReason.REVOKED, subject(issued.id()), 1));
    }

    @Test
    void texts_that_name_no_token_are_counted_by_reason() {
        TokenId unknown = issue().id();
        AccessTokens another = new Service().tokens().listener(events).build();
        for (int i = 0; i < 1_000; i++) {
            another.verifier().verify("no token");
            another.verifier().verify(Service.forged(unknown));
        }
        events.untilClosed(another);

        assertThat(events.of(TokenEvent.Rejected.class))
                .allSatisfy(rejected -> assertThat(rejected.subject()).isNull());
        assertThat(times(RejectionReason.MALFORMED)).isEqualTo(1_000);
        assertThat(times(RejectionReason.UNKNOWN)).isEqualTo(1_000);
        assertThat(events.of(TokenEvent.Rejected.class)).hasSizeLessThan(100);
    }

    private long times(RejectionReason reason) {
        return events.of(TokenEvent.Rejected.class).stream()
                .filter(rejected -> rejected.reason() == reason)
                .mapToLong(TokenEvent.Rejected::times)
                .sum();
    }

    @Test
    void rejections_in_a_flood_are_named_a_hundred_times_a_second_and_the_rest_counted() {
        IssuedToken issued = issue();
        String forged = Service.forged(issued.id());
        long began = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            tokens.verifier().verify(forged);
        }
        long seconds = 2 + (System.nanoTime() - began) / 1_000_000_000;
        events.untilClosed(tokens);

        assertThat(times(RejectionReason.WRONG_SECRET)).isEqualTo(5_000);
        assertThat(events.of(TokenEvent.Rejected.class))
                .filteredOn(rejected -> rejected.subject() != null)
                .hasSizeBetween(100, (int) (100 * seconds));
    }

    @Test
    void denied_authorization_names_what_is_missing() {
        IssuedToken issued = issue();

        tokens.verifier().authorize(issued.reveal(), Scope.of("billing:read"));
        tokens.verifier()
                .authorizeAsync(issued.reveal(), Scope.of("billing:write"), Runnable::run)
                .join();

        events.untilClosed(tokens);
        assertThat(events.of(TokenEvent.InsufficientScope.class))
                .containsExactly(
                        new TokenEvent.InsufficientScope(
                                service.clock.instant(),
                                subject(issued.id()),
                                ScopeSet.parse("billing:read"),
                                ScopeSet.empty()),
                        new TokenEvent.InsufficientScope(
                                service.clock.instant(),
                                subject(issued.id()),
                                ScopeSet.parse("billing:write"),
                                ScopeSet.empty()));
    }

    @Test
    void denial_that_the_service_reports_names_what_is_missing() {
        IssuedToken issued = issue();
        AccessToken token = ((Verified) tokens.verifier().verify(issued.reveal())).token();

        token.denied(((Authorization.InsufficientScope) token.authorize(Scope.of("billing:read"))).decision());

        events.untilClosed(tokens);
        assertThat(events.of(TokenEvent.InsufficientScope.class))
                .containsExactly(new TokenEvent.InsufficientScope(
                        service.clock.instant(),
                        subject(issued.id()),
                        ScopeSet.parse("billing:read"),
                        ScopeSet.empty()));
    }

    @Test
    void reuse_of_a_rotated_token_is_sent_before_its_family_is_revoked() {
        AccessTokens strict =
                service.tokens().listener(events).revokingFamilyOnReuse().build();
        IssuedToken old = strict.issuer().issue(Service.request());
        TokenId successor = ((IssuedToken) strict.all()
                        .rotate(old.id(), Duration.ZERO)
                        .orElseThrow()
                        .successor())
                .id();

        strict.verifier().verify(old.reveal());

        List<TokenEvent> all = events.untilClosed(strict);
        Reused reused = new Reused(service.clock.instant(), subject(old.id()), successor);
        assertThat(all).containsOnlyOnce(reused);
        assertThat(all.subList(all.indexOf(reused) + 1, all.size()))
                .containsExactlyInAnyOrder(
                        new Changed(subject(old.id()), act(null, Action.REVOKED, RevocationReason.REUSED), Effect.NONE),
                        new Changed(
                                subject(successor), act(null, Action.REVOKED, RevocationReason.REUSED), Effect.NONE));
        assertThat(events.of(TokenEvent.Rejected.class)).isEmpty();
        assertThat(strict.statistics().verifications().rejected().get(RejectionReason.REUSED))
                .isEqualTo(1);
    }

    @Test
    void predecessor_that_ends_at_the_first_use_is_a_change() {
        TokenId id = issue().id();
        IssuedToken successor = (IssuedToken)
                acme.rotate(id, Rotation.overlapping(Duration.ofHours(1)).endingAtFirstUse())
                        .orElseThrow()
                        .successor();

        tokens.verifier().verify(successor.reveal());

        assertThat(changes())
                .filteredOn(change -> change.act().action() == Action.SHORTENED)
                .singleElement()
                .satisfies(change -> assertThat(change.subject()).isEqualTo(subject(id)));
    }

    @Test
    void renewed_hash_is_not_sent() {
        IssuedToken issued = issue();
        AccessTokens stronger = service.tokens()
                .hasher(Service.strongerHasher())
                .listener(events)
                .build();

        stronger.verifier().verify(issued.reveal());

        events.untilClosed(stronger);
        assertThat(service.store.find(Set.of(issued.id())).record(issued.id()).version())
                .isEqualTo(2);
        assertThat(events.of(Changed.class))
                .allSatisfy(change -> assertThat(change.act().action()).isEqualTo(Action.ISSUED));
    }

    @Test
    void reported_leak_is_sent_with_who_reported_it_and_is_no_verification() {
        IssuedToken issued = issue();

        tokens.all().by("scanners/github").reportLeak("no token");
        tokens.ownedBy("workspaces/other").reportLeak(issued.reveal());
        tokens.all().by("scanners/github").reportLeak(issued.reveal());

        assertThat(events.untilClosed(tokens))
                .hasSize(3)
                .endsWith(
                        new Leaked(service.clock.instant(), subject(issued.id()), "scanners/github"),
                        new Changed(
                                subject(issued.id()), act("scanners/github", Action.REVOKED, "leaked"), Effect.NONE));
        assertThat(tokens.statistics().verifications().accepted()).isZero();
    }

    @Test
    void leak_is_sent_even_if_the_token_cannot_be_revoked() {
        IssuedToken issued = issue();
        service.readOnly = true;

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> tokens.all().reportLeak(issued.reveal()));

        events.untilClosed(tokens);
        assertThat(events.of(Leaked.class)).hasSize(1);
    }

    @Test
    void no_event_has_a_secret_and_none_can_be_serialized() throws Exception {
        IssuedToken issued = issue();
        String secret = issued.reveal().substring(issued.reveal().indexOf('.') + 1);
        tokens.verifier().authorize(issued.reveal(), Scope.of("billing:read"));
        tokens.verifier().verify(issued.reveal() + "x");
        RotatedToken rotated = acme.rotate(issued.id(), Duration.ZERO).orElseThrow();
        tokens.verifier().verify(issued.reveal());
        tokens.all().reportLeak(((IssuedToken) rotated.successor()).reveal());
        tokens.verifier().verify(((IssuedToken) rotated.successor()).reveal());

        assertThat(events.untilClosed(tokens)).hasSizeGreaterThan(7).allSatisfy(event -> {
            assertThat(event.toString()).doesNotContain(secret).doesNotContain("$argon2");
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(event));
        });
    }

    /** A store whose writes join a transaction that a test ends. */
    private static final class Joining extends DelegatingStore implements JoinsCallerTransactions {

        private final List<Runnable> afterCommit = new ArrayList<>();

        Joining(FakeStore store) {
            super(store);
        }

        @Override
        public void afterCommit(Runnable action) {
            afterCommit.add(action);
        }
    }

    @Test
    void change_in_a_callers_transaction_is_sent_after_the_commit() {
        Joining store = new Joining(service.store);
        AccessTokens joining = service.tokensOn(store).listener(events).build();
        joining.issuer().issue(Service.request());
        List<Runnable> committed = List.copyOf(store.afterCommit);
        IssuedToken rolledBack = joining.issuer().issue(Service.request());
        assertThat(joining.statistics().events().waiting()).isZero();

        committed.forEach(Runnable::run);

        events.untilClosed(joining);
        assertThat(events.of(Changed.class))
                .singleElement()
                .satisfies(change -> assertThat(change.subject().token()).isNotEqualTo(rolledBack.id()));
    }

    @Test
    void listener_may_change_tokens_itself() {
        CompletableFuture<AccessTokens> built = new CompletableFuture<>();
        AccessTokens reacting = service.tokens()
                .listener(event -> {
                    if (event instanceof TokenEvent.InsufficientScope denied) {
                        built.join()
                                .all()
                                .by("watchdog")
                                .disable(denied.subject().token(), "tried too much");
                    }
                })
                .listener(events)
                .build();
        built.complete(reacting);
        IssuedToken issued = reacting.issuer().issue(Service.request());

        reacting.verifier().authorize(issued.reveal(), Scope.of("billing:read"));

        events.await(event -> event instanceof Changed changed && changed.act().action() == Action.DISABLED);
        reacting.close();
    }
}
