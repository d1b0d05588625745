package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A token is replaced by another one; both work for a while, and a lost answer locks nobody out. */
class RotationTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens()
            .issuePolicy(IssuePolicy.standard().allowingNever().allowingTokensToIssue())
            .build();
    private final Tokens acme = tokens.ownedBy("workspaces/acme").by("users/42");

    private IssuedToken issue() {
        return tokens.issuer().issue(Service.request().withAttribute("client", "ci"));
    }

    private RotatedToken rotate(TokenId id, Duration overlap) {
        return acme.rotate(id, overlap).orElseThrow();
    }

    private static IssuedToken successor(RotatedToken rotated) {
        return (IssuedToken) rotated.successor();
    }

    private boolean isAccepted(IssuedToken token) {
        return tokens.verifier().verify(token.reveal()) instanceof Verified;
    }

    private RejectionReason rejection(IssuedToken token) {
        return ((Rejected) tokens.verifier().verify(token.reveal())).reason();
    }

    @Test
    void successor_has_owner_description_scopes_and_attributes_of_the_old_token() {
        IssuedToken old = issue();

        StoredToken successor = rotate(old.id(), HOUR).successor().stored();

        assertThat(successor.id()).isNotEqualTo(old.id());
        assertThat(successor.owner()).isEqualTo("workspaces/acme");
        assertThat(successor.description()).isEqualTo("nightly export");
        assertThat(successor.scopes()).isEqualTo(ScopeSet.parse("workspace:read"));
        assertThat(successor.attributes()).containsEntry("client", "ci");
        assertThat(successor.createdBy()).contains("users/42");
        assertThat(successor.family()).isEqualTo(old.id());
        assertThat(acme.find(old.id()).orElseThrow().successor()).contains(successor.id());
    }

    @Test
    void both_tokens_work_until_the_overlap_ends() {
        IssuedToken old = issue();

        RotatedToken rotated = rotate(old.id(), HOUR);

        assertThat(isAccepted(old)).isTrue();
        assertThat(isAccepted(successor(rotated))).isTrue();
        service.clock.advance(HOUR.minusMillis(1));
        assertThat(isAccepted(old)).isTrue();
        service.clock.advance(Duration.ofMillis(1));
        assertThat(isAccepted(old)).isFalse();
        assertThat(isAccepted(successor(rotated))).isTrue();
    }

    @Test
    void without_overlap_the_old_token_ends_at_once() {
        IssuedToken old = issue();

        rotate(old.id(), Duration.ZERO);

        assertThat(isAccepted(old)).isFalse();
    }

    @Test
    void overlap_never_outlasts_the_expiry_of_the_old_token() {
        IssuedToken old = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofMinutes(10)));

        StoredToken retired = rotate(old.id(), HOUR).retired();

        assertThat(retired.expiresAt()).contains(Service.START.plus(Duration.ofMinutes(10)));
    }

    @Test
    void overlap_is_zero_to_366_days() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rotation.overlapping(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rotation.overlapping(Duration.ofDays(366).plusMillis(1)));
    }

    @Test
    void successor_lives_as_long_as_the_old_token_was_issued_for() {
        IssuedToken old = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofDays(30)));
        service.clock.advance(Duration.ofDays(29));

        StoredToken successor = rotate(old.id(), HOUR).successor().stored();

        assertThat(successor.expiresAt()).contains(Service.START.plus(Duration.ofDays(59)));
    }

    @Test
    void successor_of_a_token_without_end_has_none_only_while_the_policy_allows_that() {
        IssuedToken old = tokens.issuer().issue(Service.request().neverExpiring());
        AccessTokens strict = service.tokens().build();

        assertThat(strict.all()
                        .rotate(old.id(), HOUR)
                        .orElseThrow()
                        .successor()
                        .stored()
                        .expiresAt())
                .contains(Service.START.plus(Duration.ofDays(366)));

        IssuedToken other = tokens.issuer().issue(Service.request().neverExpiring());
        assertThat(rotate(other.id(), HOUR).successor().stored().expiresAt()).isEmpty();
    }

    @Test
    void lifetime_beyond_the_present_maximum_is_cut_to_it() {
        IssuedToken old = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofDays(300)));
        AccessTokens strict = service.tokens()
                .issuePolicy(IssuePolicy.standard().lifetimes(Duration.ofDays(1), Duration.ofDays(7)))
                .build();

        assertThat(strict.all()
                        .rotate(old.id(), HOUR)
                        .orElseThrow()
                        .successor()
                        .stored()
                        .expiresAt())
                .contains(Service.START.plus(Duration.ofDays(7)));
    }

    @Test
    void token_is_rotated_once() {
        IssuedToken old = issue();
        TokenId successor = rotate(old.id(), HOUR).successor().id();

        assertThatIllegalStateException()
                .isThrownBy(() -> rotate(old.id(), HOUR))
                .withMessageContaining(successor.toString());
        assertThat(rotate(successor, HOUR).successor().stored().family()).isEqualTo(old.id());
    }

    @Test
    void token_that_is_not_live_is_not_rotated() {
        IssuedToken revoked = issue();
        acme.revoke(revoked.id(), RevocationReason.LEAKED);
        IssuedToken disabled = issue();
        acme.disable(disabled.id(), "holidays");
        IssuedToken expired = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofMinutes(1)));
        service.clock.advance(Duration.ofMinutes(1));

        for (IssuedToken token : new IssuedToken[] {revoked, disabled, expired}) {
            assertThatIllegalStateException().isThrownBy(() -> rotate(token.id(), HOUR));
        }
        assertThat(acme.find(disabled.id()).orElseThrow().successor()).isEmpty();
    }

    @Test
    void token_of_another_owner_does_not_exist() {
        IssuedToken old = issue();

        assertThat(tokens.ownedBy("workspaces/other").rotate(old.id(), HOUR)).isEmpty();
        assertThat(acme.rotate(TokenId.of(1, 2), HOUR)).isEmpty();
        assertThat(isAccepted(old)).isTrue();
    }

    @Test
    void write_that_fails_leaves_the_old_token_as_it_was() {
        IssuedToken old = issue();
        service.readOnly = true;

        assertThatExceptionOfType(dev.latchkey.token.UnavailableException.class)
                .isThrownBy(() -> rotate(old.id(), Duration.ZERO));

        service.readOnly = false;
        assertThat(isAccepted(old)).isTrue();
        assertThat(acme.list(dev.latchkey.token.TokenQuery.all()).tokens()).hasSize(1);
    }

    @Test
    void rotation_reports_how_many_derived_tokens_end_with_the_old_one() {
        IssuedToken old = issue();
        AccessToken parent = ((Verified) tokens.verifier().verify(old.reveal())).token();
        IssuedToken child = tokens.issuer().issue(Service.request().grantedBy(parent));
        tokens.issuer()
                .issue(Service.request().grantedBy(((Verified) tokens.verifier().verify(child.reveal())).token()));

        RotatedToken rotated = rotate(old.id(), HOUR);

        assertThat(rotated.ending()).isEqualTo(2);
        service.clock.advance(HOUR);
        assertThat(rejection(child)).isEqualTo(RejectionReason.ANCESTOR_ENDED);
    }

    @Nested
    class Ending_at_first_use {

        private final Rotation rotation = Rotation.overlapping(HOUR).endingAtFirstUse();

        @Test
        void old_token_works_until_the_successor_is_verified() {
            IssuedToken old = issue();
            IssuedToken successor = successor(acme.rotate(old.id(), rotation).orElseThrow());

            assertThat(isAccepted(old)).isTrue();
            assertThat(isAccepted(successor)).isTrue();
            assertThat(isAccepted(old)).isFalse();
            assertThat(isAccepted(successor)).isTrue();
        }

        @Test
        void overlap_ends_the_old_token_where_the_successor_is_never_used() {
            IssuedToken old = issue();
            acme.rotate(old.id(), rotation);

            service.clock.advance(HOUR);

            assertThat(isAccepted(old)).isFalse();
        }

        @Test
        void wrong_secret_for_the_successor_ends_nothing() {
            IssuedToken old = issue();
            IssuedToken successor = successor(acme.rotate(old.id(), rotation).orElseThrow());

            tokens.verifier().verify(Service.forged(successor.id()));

            assertThat(isAccepted(old)).isTrue();
        }

        @Test
        void verification_succeeds_while_the_store_takes_no_writes_and_a_later_one_ends_the_old_token() {
            IssuedToken old = issue();
            IssuedToken successor = successor(acme.rotate(old.id(), rotation).orElseThrow());

            service.readOnly = true;
            assertThat(isAccepted(successor)).isTrue();
            assertThat(isAccepted(old)).isTrue();
            service.readOnly = false;
            assertThat(isAccepted(successor)).isTrue();

            assertThat(isAccepted(old)).isFalse();
        }

        @Test
        void asynchronous_verification_leaves_the_write_to_the_executor() {
            AccessTokens caching = service.tokensOn(service.store)
                    .revocationWithin(Duration.ofMinutes(1))
                    .build();
            try (caching) {
                IssuedToken old = issue();
                IssuedToken successor =
                        successor(acme.rotate(old.id(), rotation).orElseThrow());
                CompletableFuture<Verification> answer =
                        caching.verifier().verifyAsync(successor.reveal(), Runnable::run);

                assertThat(answer.join()).isInstanceOf(Verified.class);
                assertThat(acme.find(old.id()).orElseThrow().expiresAt()).contains(service.clock.instant());
            }
        }
    }

    @Nested
    class Reuse {

        @Test
        void retired_token_that_is_presented_after_its_end_is_a_reuse() {
            IssuedToken old = issue();
            IssuedToken successor = successor(rotate(old.id(), Duration.ZERO));

            assertThat(rejection(old)).isEqualTo(RejectionReason.REUSED);
            assertThat(isAccepted(successor)).isTrue();
        }

        @Test
        void node_that_never_saw_the_secret_recognizes_it_too() {
            IssuedToken old = issue();
            rotate(old.id(), Duration.ZERO);
            AccessTokens other = service.tokens().build();

            Verification answer = other.verifier().verify(old.reveal());

            assertThat(((Rejected) answer).reason()).isEqualTo(RejectionReason.REUSED);
        }

        @Test
        void expired_token_that_was_never_rotated_is_none() {
            IssuedToken old = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofMinutes(1)));
            service.clock.advance(Duration.ofMinutes(1));

            assertThat(rejection(old)).isEqualTo(RejectionReason.EXPIRED);
        }

        @Test
        void policy_revokes_the_family() {
            AccessTokens strict = service.tokens().revokingFamilyOnReuse().build();
            IssuedToken old = issue();
            IssuedToken second = successor(rotate(old.id(), Duration.ZERO));
            IssuedToken third = successor(rotate(second.id(), HOUR));
            IssuedToken stranger = issue();

            strict.verifier().verify(old.reveal());

            assertThat(rejection(second)).isEqualTo(RejectionReason.REVOKED);
            assertThat(rejection(third)).isEqualTo(RejectionReason.REVOKED);
            assertThat(isAccepted(stranger)).isTrue();
            assertThat(acme.find(third.id())
                            .orElseThrow()
                            .revocation()
                            .orElseThrow()
                            .reason())
                    .isEqualTo(RevocationReason.REUSED);
        }

        @Test
        void wrong_secret_revokes_nothing() {
            AccessTokens strict = service.tokens().revokingFamilyOnReuse().build();
            IssuedToken old = issue();
            IssuedToken successor = successor(rotate(old.id(), Duration.ZERO));

            Verification answer = strict.verifier().verify(Service.forged(old.id()));

            assertThat(answer).isInstanceOf(Rejected.class);
            assertThat(isAccepted(successor)).isTrue();
        }

        @Test
        void rejection_stands_while_the_store_takes_no_writes() {
            AccessTokens strict = service.tokens().revokingFamilyOnReuse().build();
            IssuedToken old = issue();
            IssuedToken successor = successor(rotate(old.id(), Duration.ZERO));

            service.readOnly = true;
            assertThat(strict.verifier().verify(old.reveal())).isInstanceOf(Rejected.class);
            service.readOnly = false;
            strict.verifier().verify(old.reveal());

            assertThat(isAccepted(successor)).isFalse();
        }
    }

    @Nested
    class Request_keys {

        @Test
        void repeated_rotation_returns_the_same_successor_without_its_secret() {
            IssuedToken old = issue();
            Rotation rotation = Rotation.overlapping(HOUR).requestedAs("key");
            TokenId successor =
                    acme.rotate(old.id(), rotation).orElseThrow().successor().id();

            RotatedToken again = acme.rotate(old.id(), rotation).orElseThrow();

            assertThat(again.successor()).isInstanceOf(AlreadyIssued.class);
            assertThat(again.successor().id()).isEqualTo(successor);
            assertThat(again.retired().successor()).contains(successor);
        }

        @Test
        void key_of_another_request_is_refused() {
            IssuedToken old = issue();
            acme.rotate(old.id(), Rotation.overlapping(HOUR).requestedAs("key"));

            assertThatExceptionOfType(ConflictingRequestException.class)
                    .isThrownBy(() -> acme.rotate(
                            old.id(), Rotation.overlapping(Duration.ZERO).requestedAs("key")));
            IssuedToken other = issue();
            assertThatExceptionOfType(ConflictingRequestException.class)
                    .isThrownBy(() ->
                            acme.rotate(other.id(), Rotation.overlapping(HOUR).requestedAs("key")));
            assertThat(acme.find(other.id()).orElseThrow().successor()).isEmpty();
        }

        @Test
        void lost_answer_is_made_up_for_by_rotating_the_successor() {
            IssuedToken old = issue();
            TokenId lost = rotate(old.id(), HOUR).successor().id();

            IssuedToken second = successor(rotate(lost, Duration.ZERO));

            assertThat(isAccepted(old)).isTrue();
            assertThat(isAccepted(second)).isTrue();
        }
    }

    @Test
    void details_that_something_else_wrote_retire_nothing() {
        IssuedToken token = issue();
        TokenRecord record = service.store.find(token.id()).orElseThrow();
        StoreWrites.update(service.store, record.withDetails("retires nothing at all"));

        assertThat(isAccepted(token)).isTrue();
    }
}
