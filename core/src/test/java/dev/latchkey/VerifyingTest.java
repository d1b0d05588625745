package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeDecision.Axis;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.Intervention;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.SecretHash;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.UnavailableException;
import dev.latchkey.token.VerifierOverloadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class VerifyingTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();

    private void assertRejected(String text, RejectionReason reason) {
        assertThat(tokens.verifier().verify(text)).isEqualTo(new Rejected(reason));
        assertThat(tokens.verifier().authorize(text, Scope.of("workspace:read")))
                .isEqualTo(new Rejected(reason));
    }

    @Test
    void malformed_text_is_rejected_without_a_store_call() {
        String issued = tokens.issuer().issue(Service.request()).reveal();
        service.reads.set(0);

        assertRejected("", RejectionReason.MALFORMED);
        assertRejected("hello", RejectionReason.MALFORMED);
        assertRejected(issued + " ", RejectionReason.MALFORMED);
        assertThat(service.reads).hasValue(0);
    }

    @Test
    void null_is_rejected_like_malformed_text_by_every_way_to_ask() throws Exception {
        Rejected malformed = new Rejected(RejectionReason.MALFORMED);
        Scope read = Scope.of("workspace:read");
        AccessTokens limited =
                service.tokens().ownerScopes(owner -> ScopeSet.empty()).build();
        service.reads.set(0);

        for (AccessTokens node : List.of(tokens, limited)) {
            assertThat(node.verifier().verify(null)).isEqualTo(malformed);
            assertThat(node.verifier().authorize(null, read)).isEqualTo(malformed);
            assertThat(node.verifier().verifyAsync(null, Runnable::run).get()).isEqualTo(malformed);
            assertThat(node.verifier().authorizeAsync(null, read, Runnable::run).get())
                    .isEqualTo(malformed);
        }
        assertThat(service.reads).hasValue(0);
    }

    @Test
    void an_unknown_id_is_rejected_without_hashing() {
        assertRejected(Service.forged(TokenId.of(1, 2)), RejectionReason.UNKNOWN);
        assertThat(service.hasher.computations).hasValue(0);
    }

    @Test
    void a_wrong_secret_is_rejected() {
        TokenId id = tokens.issuer().issue(Service.request()).id();

        assertRejected(Service.forged(id), RejectionReason.WRONG_SECRET);
    }

    @Test
    void a_token_is_rejected_from_the_instant_on_at_which_it_expires() {
        String text = tokens.issuer()
                .issue(Service.request().expiringAfter(Duration.ofHours(1)))
                .reveal();

        service.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(tokens.verifier().verify(text)).isInstanceOf(Verified.class);

        service.clock.advance(Duration.ofMillis(1));
        assertRejected(text, RejectionReason.EXPIRED);
    }

    @Test
    void a_token_issued_by_a_node_whose_clock_is_ahead_is_accepted_here_at_once() {
        String text = tokens.issuer().issue(Service.request()).reveal();

        service.clock.advance(Duration.ofMinutes(-5));

        assertThat(tokens.verifier().verify(text)).isInstanceOf(Verified.class);
    }

    @Test
    void a_revoked_token_is_rejected_at_once() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);

        tokens.all().revoke(issued.id(), "leaked");

        assertRejected(issued.reveal(), RejectionReason.REVOKED);
    }

    @Test
    void a_disabled_token_is_rejected() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        TokenRecord record = service.store.find(issued.id()).orElseThrow();

        StoreWrites.update(
                service.store,
                record.toBuilder()
                        .disablement(new Intervention(Service.START, null, "disabled"))
                        .version(2)
                        .build());

        assertRejected(issued.reveal(), RejectionReason.DISABLED);
    }

    @Test
    void a_token_issued_before_the_service_s_cut_is_rejected_and_a_later_one_is_not() {
        String before = tokens.issuer().issue(Service.request()).reveal();
        service.clock.advance(Duration.ofSeconds(1));

        tokens.administration().rejectIssuedBefore(service.clock.instant());
        tokens.administration().rejectIssuedBefore(Service.START);

        assertRejected(before, RejectionReason.CUT_OFF);
        assertThat(tokens.verifier()
                        .verify(tokens.issuer().issue(Service.request()).reveal()))
                .isInstanceOf(Verified.class);
    }

    @Test
    void a_hash_moved_to_another_token_proves_nothing_there() {
        IssuedToken attackers = tokens.issuer().issue(Service.request());
        IssuedToken victims = tokens.issuer().issue(Service.request());
        TokenRecord victim = service.store.find(victims.id()).orElseThrow();
        SecretHash stolen = service.store.find(attackers.id()).orElseThrow().hash();
        StoreWrites.update(service.store, victim.withHash(stolen));

        String secret = attackers.reveal().substring(27, 70);
        String body = victim.id() + "." + secret;

        assertRejected(body + Service.checksum(body), RejectionReason.WRONG_SECRET);
        AccessTokens anotherNode = service.tokens().build();
        assertThat(anotherNode.verifier().verify(body + Service.checksum(body)))
                .isEqualTo(new Rejected(RejectionReason.WRONG_SECRET));
    }

    @Test
    void a_token_issued_here_is_never_hashed_again_here_and_once_on_another_node() {
        String text = tokens.issuer().issue(Service.request()).reveal();
        AccessTokens anotherNode = service.tokens().build();
        int afterIssue = service.hasher.computations.get();

        for (int i = 0; i < 5; i++) {
            tokens.verifier().verify(text);
            anotherNode.verifier().verify(text);
        }

        assertThat(service.hasher.computations).hasValue(afterIssue + 1);
    }

    @Test
    void a_wrong_secret_for_a_proven_token_is_refused_without_hashing_and_does_its_owner_no_harm() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        int afterIssue = service.hasher.computations.get();

        for (int i = 0; i < 100; i++) {
            assertRejected(Service.forged(issued.id()), RejectionReason.WRONG_SECRET);
        }

        assertThat(tokens.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        assertThat(service.hasher.computations).hasValue(afterIssue);
    }

    @Test
    void a_token_that_is_revoked_while_its_secret_is_being_hashed_is_rejected() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        AccessTokens coldNode = service.tokens().build();
        service.hasher.duringMatch = () -> tokens.all().revoke(issued.id(), "leaked");

        assertThat(coldNode.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.REVOKED));
    }

    @Test
    void a_token_that_expires_while_its_secret_is_being_hashed_is_rejected() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        AccessTokens coldNode = service.tokens().build();
        service.hasher.duringMatch = () -> service.clock.advance(Duration.ofDays(90));

        assertThat(coldNode.verifier().verify(issued.reveal())).isEqualTo(new Rejected(RejectionReason.EXPIRED));
    }

    @Test
    void a_proof_that_is_pushed_out_at_once_rejects_nobody() {
        AccessTokens forgetful =
                service.tokens().limits(Limits.standard().proofs(1)).build();
        String one = tokens.issuer().issue(Service.request()).reveal();
        String other = tokens.issuer().issue(Service.request()).reveal();

        for (int i = 0; i < 10; i++) {
            assertThat(forgetful.verifier().verify(one)).isInstanceOf(Verified.class);
            assertThat(forgetful.verifier().verify(other)).isInstanceOf(Verified.class);
        }
    }

    @Test
    void a_verifier_that_hashes_as_much_as_it_may_says_so_after_the_wait() throws Exception {
        IssuedToken first = tokens.issuer().issue(Service.request());
        IssuedToken second = tokens.issuer().issue(Service.request());
        AccessTokens busy = service.tokens()
                .limits(Limits.standard().hashesAtOnce(1).maximumWait(Duration.ZERO))
                .build();
        CountDownLatch hashing = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        service.hasher.duringMatch = () -> {
            hashing.countDown();
            Service.await(release);
        };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Verification> running = executor.submit(() -> busy.verifier().verify(first.reveal()));
            Service.await(hashing);

            assertThatExceptionOfType(VerifierOverloadedException.class)
                    .isThrownBy(() -> busy.verifier().verify(second.reveal()));
            assertThatExceptionOfType(VerifierOverloadedException.class)
                    .as("another computation for the same id")
                    .isThrownBy(() -> busy.verifier().verify(first.reveal()));
            assertThat(busy.issuer().issue(Service.request()))
                    .as("a new token meanwhile")
                    .isNotNull();

            release.countDown();
            assertThat(running.get()).isInstanceOf(Verified.class);
            assertThat(busy.verifier().verify(second.reveal())).isInstanceOf(Verified.class);
        } finally {
            release.countDown();
            executor.shutdown();
        }
    }

    @Test
    void a_store_that_fails_accepts_nobody() {
        String text = tokens.issuer().issue(Service.request()).reveal();
        service.failing = true;

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> tokens.verifier().verify(text));
    }

    @Test
    void a_stored_hash_that_is_none_is_an_error_of_the_store_and_accepts_nobody() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        TokenRecord record = service.store.find(issued.id()).orElseThrow();
        StoreWrites.update(
                service.store,
                record.withHash(SecretHash.of("argon2id", "$argon2id$v=19$m=99999999,t=1,p=1$AAAA$AAAA")));

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> tokens.verifier().verify(issued.reveal()));
    }

    @Test
    void a_stored_hash_that_takes_more_memory_than_all_together_may_is_not_computed_but_reported_once() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        AccessTokens cold = service.tokens().build();
        service.hasher.memoryOfStored = Runtime.getRuntime().maxMemory() / 8 + 1;
        int before = service.hasher.computations.get();
        String id = issued.id().toString();
        Logger logger = Logger.getLogger("dev.latchkey");
        List<String> reports = new ArrayList<>();
        logger.setFilter(report -> !reports.add(report.getMessage()));
        try {
            for (int i = 1; i <= 3; i++) {
                assertThatExceptionOfType(TokenStoreException.class)
                        .isThrownBy(() -> cold.verifier().verify(issued.reveal()))
                        .withMessageContaining(id)
                        .withMessageContaining("an eighth of the heap");
                assertThat(cold.statistics().secrets().oversized()).isEqualTo(i);
            }
        } finally {
            logger.setFilter(null);
        }

        assertThat(service.hasher.computations).hasValue(before);
        assertThat(reports).singleElement().asString().contains(id);
        assertThat(tokens.verifier().verify(issued.reveal()))
                .as("where it is proven already")
                .isInstanceOf(Verified.class);
    }

    @Test
    void stored_hash_that_takes_all_the_memory_there_is_for_hashing_is_computed() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        AccessTokens cold = service.tokens().build();
        service.hasher.memoryOfStored = Runtime.getRuntime().maxMemory() / 8;

        assertThat(cold.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
    }

    @Test
    void a_hasher_that_takes_more_memory_than_all_together_may_is_refused() {
        service.hasher.memoryOfNew = Runtime.getRuntime().maxMemory() / 8 + 1;

        assertThatIllegalStateException()
                .isThrownBy(() -> service.tokens().build())
                .withMessageContaining("an eighth of the heap")
                .withMessageContaining("-Xmx");
    }

    @Test
    void stored_scopes_that_cannot_be_parsed_accept_nobody_and_are_shown_as_a_problem() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        TokenRecord record = service.store.find(issued.id()).orElseThrow();
        StoreWrites.update(
                service.store,
                record.toBuilder().scopes("workspace::read").version(2).build());

        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> tokens.verifier().verify(issued.reveal()));
        assertThat(tokens.all().find(record.id()).orElseThrow().problem())
                .as("it can be found, and revoked")
                .isPresent();
    }

    @Test
    void a_hash_of_weaker_parameters_is_replaced_after_it_matched() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        SecretHash weak = service.store.find(issued.id()).orElseThrow().hash();
        AccessTokens stronger =
                service.tokens().hasher(Service.strongerHasher()).build();

        assertThat(stronger.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);

        TokenRecord renewed = service.store.find(issued.id()).orElseThrow();
        assertThat(renewed.hash()).isNotEqualTo(weak);
        assertThat(renewed.version()).isEqualTo(2);
        assertThat(service.tokens()
                        .hasher(Service.strongerHasher())
                        .build()
                        .verifier()
                        .verify(issued.reveal()))
                .isInstanceOf(Verified.class);
    }

    @Test
    void a_store_that_cannot_be_written_rejects_nobody_whose_hash_should_be_replaced() {
        IssuedToken issued = tokens.issuer().issue(Service.request());
        AccessTokens stronger =
                service.tokens().hasher(Service.strongerHasher()).build();
        service.readOnly = true;

        assertThat(stronger.verifier().verify(issued.reveal())).isInstanceOf(Verified.class);
        assertThat(service.store.find(issued.id()).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void a_token_is_permitted_what_its_scopes_cover_and_nothing_else() {
        String text = tokens.issuer()
                .issue(Service.request().withScopes("workspace:read@workspaces/acme"))
                .reveal();

        assertThat(tokens.verifier().authorize(text, Scope.of("workspace:read").on("workspaces", "acme")))
                .isInstanceOf(Permitted.class);
        Authorization write =
                tokens.verifier().authorize(text, Scope.of("workspace:write").on("workspaces", "acme"));
        assertThat(write).isInstanceOfSatisfying(InsufficientScope.class, insufficient -> {
            assertThat(insufficient.token().owner()).isEqualTo("workspaces/acme");
            assertThat(insufficient.decision().axis()).isEqualTo(Axis.PERMISSION);
            assertThat(insufficient.decision().missing()).isEqualTo(ScopeSet.parse("workspace:write@workspaces/acme"));
        });
        assertThat(tokens.verifier().authorize(text, Scope.of("workspace:read").on("workspaces", "other")))
                .isInstanceOfSatisfying(
                        InsufficientScope.class,
                        insufficient ->
                                assertThat(insufficient.decision().axis()).isEqualTo(Axis.RESOURCE));
    }

    @Test
    void a_token_of_an_owner_who_loses_rights_loses_them_at_once() {
        String[] rights = {"workspace"};
        AccessTokens limited =
                service.tokens().ownerScopes(owner -> ScopeSet.parse(rights[0])).build();
        String text =
                tokens.issuer().issue(Service.request().withScopes("workspace")).reveal();

        assertThat(limited.verifier().authorize(text, Scope.of("workspace:write")))
                .isInstanceOf(Permitted.class);

        rights[0] = "workspace:read";
        assertThat(limited.verifier().authorize(text, Scope.of("workspace:read")))
                .isInstanceOf(Permitted.class);
        assertThat(limited.verifier().authorize(text, Scope.of("workspace:write")))
                .isInstanceOfSatisfying(
                        InsufficientScope.class,
                        insufficient ->
                                assertThat(insufficient.decision().axis()).isEqualTo(Axis.OWNER));
    }

    @Test
    void an_owner_whose_rights_cannot_be_told_is_permitted_nothing() {
        AccessTokens limited = service.tokens()
                .ownerScopes(owner -> {
                    throw new IllegalArgumentException("no such owner");
                })
                .build();
        String text = tokens.issuer().issue(Service.request()).reveal();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> limited.verifier().authorize(text, Scope.of("workspace:read")));
    }
}
