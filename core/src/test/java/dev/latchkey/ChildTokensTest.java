package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.Authorization.Permitted;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.Write;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.RejectionReason;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that tokens issued: never more than the parent may do, and never longer than any of their ancestors. */
class ChildTokensTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens()
            .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
            .build();
    private final Tokens acme = tokens.ownedBy("workspaces/acme");

    private AccessToken verified(IssuedToken token) {
        return ((Verified) tokens.verifier().verify(token.reveal())).token();
    }

    private IssuedToken issue(String scopes) {
        return tokens.issuer().issue(Service.request().withScopes(ScopeSet.parse(scopes)));
    }

    private IssuedToken child(IssuedToken parent) {
        return tokens.issuer().issue(Service.request().grantedBy(verified(parent)));
    }

    private static RejectionReason rejection(AccessTokens tokens, IssuedToken token) {
        return ((Rejected) tokens.verifier().verify(token.reveal())).reason();
    }

    @Test
    void child_is_verified_like_any_other_token_and_names_its_parent() {
        IssuedToken parent = issue("workspace");

        IssuedToken child = child(parent);

        assertThat(tokens.verifier().authorize(child.reveal(), Scope.of("workspace:read")))
                .isInstanceOf(Permitted.class);
        assertThat(child.stored().parent()).contains(parent.id());
        assertThat(child.stored().createdBy()).contains("tokens/" + parent.id());
    }

    @Test
    void tokens_issue_no_tokens_unless_the_policy_allows_it() {
        IssuedToken parent = issue("workspace");
        AccessTokens strict = service.tokens().build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> strict.issuer().issue(Service.request().grantedBy(verified(parent))))
                .withMessageContaining("IssuePolicy.allowingTokensToIssue()");
    }

    @Test
    void child_may_do_no_more_than_its_parent() {
        IssuedToken parent = issue("workspace:read@workspaces/acme");

        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> child(parent))
                .satisfies(e -> assertThat(e.excess()).isEqualTo(ScopeSet.parse("workspace:read")));
    }

    @Test
    void parent_counts_as_it_is_now_and_not_as_it_was_verified() {
        IssuedToken parent = issue("workspace");
        AccessToken before = verified(parent);
        acme.narrow(parent.id(), ScopeSet.parse("workspace:list"));

        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> tokens.issuer().issue(Service.request().grantedBy(before)));
        acme.revoke(parent.id(), "over");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(Service.request().grantedBy(before)))
                .withMessageContaining("no longer valid");
    }

    @Test
    void child_acts_for_the_owner_of_its_parent() {
        AccessToken parent = verified(issue("workspace"));
        IssueRequest forAnother =
                IssueRequest.forOwner("workspaces/other").describedAs("theft").withScopes("workspace:read");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer().issue(forAnother.grantedBy(parent)))
                .withMessageContaining("another owner");
    }

    @Test
    void child_does_not_outlive_its_parent() {
        IssuedToken parent = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofDays(10)));
        AccessToken granting = verified(parent);

        assertThat(tokens.issuer()
                        .issue(Service.request().grantedBy(granting))
                        .stored()
                        .expiresAt())
                .isEqualTo(parent.stored().expiresAt());
        assertThat(tokens.issuer()
                        .issue(Service.request().grantedBy(granting).expiringAfter(Duration.ofDays(5)))
                        .stored()
                        .expiresAt())
                .contains(Service.START.plus(Duration.ofDays(5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.issuer()
                        .issue(Service.request().grantedBy(granting).expiringAfter(Duration.ofDays(11))))
                .withMessageContaining("beyond that of the parent");
    }

    @Test
    void token_has_at_most_eight_ancestors() {
        IssuedToken last = issue("workspace:read");
        for (int i = 0; i < 8; i++) {
            last = child(last);
        }
        IssuedToken deepest = last;

        assertThat(tokens.verifier().verify(deepest.reveal())).isInstanceOf(Verified.class);
        assertThatIllegalArgumentException().isThrownBy(() -> child(deepest)).withMessageContaining("8 ancestors");
    }

    static Stream<BiConsumer<ChildTokensTest, IssuedToken>> endings() {
        return Stream.of(
                (test, token) -> test.acme.revoke(token.id(), "over"),
                (test, token) -> test.acme.disable(token.id(), "over"),
                (test, token) -> test.acme.shorten(token.id(), test.service.clock.instant()),
                (test, token) -> test.service.store.write(List.of(
                        new Write.Delete(test.service.store.find(token.id()).orElseThrow()))));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void end_of_any_ancestor_ends_every_descendant(BiConsumer<ChildTokensTest, IssuedToken> end) {
        List<IssuedToken> chain = new ArrayList<>(List.of(issue("workspace:read")));
        for (int i = 0; i < 3; i++) {
            chain.add(child(chain.get(i)));
        }
        AccessTokens coldNode = service.tokens().build();

        end.accept(this, chain.get(1));

        assertThat(tokens.verifier().verify(chain.get(0).reveal())).isInstanceOf(Verified.class);
        for (IssuedToken descendant : chain.subList(2, 4)) {
            assertThat(rejection(tokens, descendant)).isEqualTo(RejectionReason.ANCESTOR_ENDED);
            assertThat(rejection(coldNode, descendant)).isEqualTo(RejectionReason.ANCESTOR_ENDED);
            assertThat(acme.find(descendant.id()).orElseThrow().state(service.clock.instant()))
                    .isEqualTo(StoredToken.State.ANCESTOR_ENDED);
        }
        assertThat(acme.list(TokenQuery.all()).tokens())
                .filteredOn(token -> token.state(service.clock.instant()) == StoredToken.State.LIVE)
                .singleElement()
                .satisfies(
                        token -> assertThat(token.id()).isEqualTo(chain.get(0).id()));
    }

    @Test
    void descendants_live_again_when_a_disabled_ancestor_is_enabled() {
        IssuedToken parent = issue("workspace:read");
        IssuedToken child = child(parent);
        acme.disable(parent.id(), "holidays");

        acme.enable(parent.id());

        assertThat(tokens.verifier().verify(child.reveal())).isInstanceOf(Verified.class);
    }

    @Test
    void ancestors_expire_at_their_instant() {
        IssuedToken parent = tokens.issuer().issue(Service.request().expiringAfter(Duration.ofDays(10)));
        IssuedToken child = child(parent);
        acme.shorten(parent.id(), Service.START.plusSeconds(10));

        service.clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(tokens.verifier().verify(child.reveal())).isInstanceOf(Verified.class);
        service.clock.advance(Duration.ofMillis(1));
        assertThat(rejection(tokens, child)).isEqualTo(RejectionReason.ANCESTOR_ENDED);
    }

    @Test
    void own_reason_of_a_child_comes_first() {
        IssuedToken parent = issue("workspace:read");
        IssuedToken child = child(parent);
        acme.revoke(child.id(), "over");
        acme.revoke(parent.id(), "over");

        assertThat(rejection(tokens, child)).isEqualTo(RejectionReason.REVOKED);
    }

    @Test
    void all_descendants_are_revoked_together() {
        IssuedToken parent = issue("workspace:read");
        IssuedToken child = child(parent);
        IssuedToken grandchild = child(child);
        IssuedToken stranger = issue("workspace:read");

        BulkRevocation done = acme.revokeAll(TokenQuery.all().where(TokenCondition.derivedFrom(parent.id())), "over");

        assertThat(done.revoked()).isEqualTo(2);
        assertThat(rejection(tokens, grandchild)).isEqualTo(RejectionReason.REVOKED);
        assertThat(tokens.verifier().verify(parent.reveal())).isInstanceOf(Verified.class);
        assertThat(tokens.verifier().verify(stranger.reveal())).isInstanceOf(Verified.class);
    }

    /** Ancestors that are cached are looked at in memory, and forgotten like any other record. */
    @Test
    void cached_child_ends_with_its_parent() {
        try (AccessTokens caching = service.tokensOn(service.store)
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .revocationWithin(Duration.ofMinutes(1))
                .build()) {
            IssuedToken parent = issue("workspace:read");
            IssuedToken child = child(parent);
            assertThat(caching.verifier().verify(child.reveal())).isInstanceOf(Verified.class);
            assertThat(caching.verifier()
                            .verifyAsync(child.reveal(), Runnable::run)
                            .join())
                    .isInstanceOf(Verified.class);

            caching.all().revoke(parent.id(), "over");

            assertThat(rejection(caching, child)).isEqualTo(RejectionReason.ANCESTOR_ENDED);
            assertThat(caching.verifier()
                            .verifyAsync(child.reveal(), Runnable::run)
                            .join())
                    .isEqualTo(Rejected.because(RejectionReason.ANCESTOR_ENDED));
        }
    }

    @Test
    void parent_that_ends_during_the_computation_ends_the_child() {
        IssuedToken parent = issue("workspace:read");
        IssuedToken child = child(parent);
        AccessTokens coldNode = service.tokens().build();
        service.hasher.duringMatch = () -> acme.revoke(parent.id(), "over");

        assertThat(rejection(coldNode, child)).isEqualTo(RejectionReason.ANCESTOR_ENDED);
    }
}
