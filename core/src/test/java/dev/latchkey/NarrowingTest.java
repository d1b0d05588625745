package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeCatalog;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may be changed of a token without a new secret: always to less. */
class NarrowingTest {

    private final Service service = new Service();
    private final AccessTokens tokens =
            service.tokens().issuePolicy(IssuePolicy.standard().allowingNever()).build();
    private final Tokens acme = tokens.ownedBy("workspaces/acme").by("users/42");
    private final IssuedToken token = tokens.issuer().issue(Service.request().withScopes("workspace"));

    @Test
    void narrowed_token_does_less_with_the_same_secret() {
        Change change =
                acme.narrow(token.id(), ScopeSet.parse("workspace:read")).orElseThrow();

        assertThat(change.changed()).isTrue();
        assertThat(change.before().scopes()).isEqualTo(ScopeSet.parse("workspace"));
        assertThat(change.after().scopes()).isEqualTo(ScopeSet.parse("workspace:read"));
        assertThat(tokens.verifier().authorize(token.reveal(), Scope.of("workspace:read")))
                .isInstanceOf(Permitted.class);
        assertThat(tokens.verifier().authorize(token.reveal(), Scope.of("workspace:write")))
                .isInstanceOf(InsufficientScope.class);
    }

    @Test
    void token_is_never_widened() {
        acme.narrow(token.id(), ScopeSet.parse("workspace:read"));

        assertThatExceptionOfType(ExcessiveScopeException.class)
                .isThrownBy(() -> acme.narrow(token.id(), ScopeSet.parse("workspace:read workspace:write")))
                .satisfies(e -> assertThat(e.excess()).isEqualTo(ScopeSet.parse("workspace:write")));
        assertThatIllegalArgumentException().isThrownBy(() -> acme.narrow(token.id(), ScopeSet.empty()));
    }

    @Test
    void narrowing_to_what_it_has_changes_nothing() {
        assertThat(acme.narrow(token.id(), ScopeSet.parse("workspace"))
                        .orElseThrow()
                        .changed())
                .isFalse();
    }

    @Test
    void narrowing_refuses_names_that_the_catalogue_does_not_list() {
        ScopeCatalog catalog = ScopeCatalog.builder()
                .permission("workspace", "everything")
                .permission("workspace:read", "read")
                .build();
        AccessTokens closed = service.tokens().scopePolicy(catalog).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> closed.all().narrow(token.id(), ScopeSet.parse("workspace:raed")))
                .withMessageContaining("workspace:raed");
    }

    @Test
    void shortened_token_ends_earlier_and_never_later() {
        acme.shorten(token.id(), Service.START.plusSeconds(60));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme.shorten(token.id(), Service.START.plusSeconds(61)))
                .withMessageContaining("after the present one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> acme.shorten(token.id(), Service.START.minusMillis(1)))
                .withMessageContaining("in the past");
        service.clock.advance(Duration.ofSeconds(60));
        assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
    }

    @Test
    void token_without_end_gets_one() {
        IssuedToken endless = tokens.issuer().issue(Service.request().neverExpiring());

        assertThat(acme.shorten(endless.id(), Service.START.plusSeconds(60))
                        .orElseThrow()
                        .after()
                        .expiresAt())
                .contains(Service.START.plusSeconds(60));
    }

    @Test
    void attributes_are_replaced() {
        acme.annotate(token.id(), Map.of("client", "ci", "team", "data"));

        Change change = acme.annotate(token.id(), Map.of("client", "batch")).orElseThrow();

        assertThat(change.after().attributes()).isEqualTo(Map.of("client", "batch"));
        assertThatIllegalArgumentException().isThrownBy(() -> acme.annotate(token.id(), Map.of("client", " ")));
        assertThatIllegalArgumentException().isThrownBy(() -> acme.annotate(token.id(), Map.of("", "x")));
    }

    @Test
    void tokens_with_an_attribute_are_revoked_together() {
        IssuedToken ci = tokens.issuer().issue(Service.request().withAttribute("client", "ci"));
        IssuedToken batch = tokens.issuer().issue(Service.request().withAttribute("client", "batch"));

        BulkRevocation done =
                acme.revokeAll(TokenQuery.all().where(TokenCondition.attribute("client", "ci")), "compromised");

        assertThat(done.revoked()).isEqualTo(1);
        assertThat(tokens.verifier().verify(ci.reveal())).isInstanceOf(Rejected.class);
        assertThat(tokens.verifier().verify(batch.reveal())).isInstanceOf(Verified.class);
        assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Verified.class);
    }

    @Test
    void tokens_of_other_owners_do_not_exist() {
        Tokens other = tokens.ownedBy("workspaces/other");
        TokenId id = token.id();

        assertThat(other.narrow(id, ScopeSet.parse("workspace:read"))).isEmpty();
        assertThat(other.shorten(id, Service.START.plusSeconds(1))).isEmpty();
        assertThat(other.annotate(id, Map.of())).isEmpty();
        assertThat(other.revokeAll(TokenQuery.all().inFamily(id), "theft").revoked())
                .isZero();
        assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Verified.class);
    }
}
