package dev.latchkey.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessToken;
import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.Administration;
import dev.latchkey.Authorization.InsufficientScope;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.BulkRevocation;
import dev.latchkey.Change;
import dev.latchkey.GrantProposal;
import dev.latchkey.Housekeeping;
import dev.latchkey.Issuance;
import dev.latchkey.Issuance.AlreadyIssued;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.RevocationReason;
import dev.latchkey.RotatedToken;
import dev.latchkey.Rotation;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.TokenUsage;
import dev.latchkey.Tokens;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenEvent;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The page on the life of tokens: its code, run. */
class LifecycleTest {

    private static final Argon2SecretHasher CHEAP = Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1));

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryTokenStore store = new InMemoryTokenStore(clock);
    private final ScopeSet scopesOfUser42 = ScopeSet.parse("workspace");

    private final AccessTokens tokens = tokens();

    private AccessTokens tokens() {
        // region policy
        IssuePolicy policy = IssuePolicy.standard()
                .lifetimes(Duration.ofDays(30), Duration.ofDays(90))
                .maximumScopes(20)
                .maximumLiveTokens(50)
                .requiringAttributes("team")
                .allowingTokensToIssue();
        AccessTokensBuilder builder = AccessTokens.builder(store)
                .prefix("acme")
                .issuePolicy(policy)
                .revokingFamilyOnReuse()
                .keepingTrail();
        // endregion
        return builder.clock(clock).hasher(CHEAP).build();
    }

    private IssueRequest request() {
        return IssueRequest.forOwner("workspaces/acme")
                .describedAs("nightly export")
                .withScopes("workspace")
                .withAttribute("team", "data")
                .grantedBy("users/42", scopesOfUser42);
    }

    private String reveal(Issuance issuance) {
        return ((IssuedToken) issuance).reveal();
    }

    @Test
    void token_is_issued_once_for_a_request_key() {
        IssueRequest request = request();

        // region once
        Issuance issuance = tokens.issuer().issueOnce("7f9c24e8", request);
        String secret = issuance instanceof IssuedToken issued ? issued.reveal() : "shown before";
        // endregion

        assertThat(secret).startsWith("acme_");
        assertThat(tokens.issuer().issueOnce("7f9c24e8", request)).isInstanceOf(AlreadyIssued.class);
    }

    @Test
    void token_is_rotated_with_an_overlap() {
        IssuedToken old = tokens.issuer().issue(request());
        TokenId id = old.id();

        // region rotate
        Tokens acme = tokens.ownedBy("workspaces/acme").by("users/42");
        Rotation rotation = Rotation.overlapping(Duration.ofHours(24)).endingAtFirstUse();
        RotatedToken rotated = acme.rotate(id, rotation).orElseThrow();
        // endregion

        assertThat(tokens.verifier().verify(old.reveal())).isInstanceOf(Verified.class);
        assertThat(tokens.verifier().verify(reveal(rotated.successor()))).isInstanceOf(Verified.class);
        assertThat(tokens.verifier().verify(old.reveal())).isInstanceOf(Rejected.class);
        assertThat(tokens.verifier().verify(reveal(rotated.successor())))
                .as("the old token was presented again, so the family is revoked")
                .isInstanceOf(Rejected.class);
    }

    @Test
    void token_is_narrowed_shortened_and_disabled() {
        IssuedToken issued = tokens.issuer().issue(request());
        TokenId id = issued.id();
        Instant friday = clock.instant().plus(Duration.ofDays(1));
        Tokens acme = tokens.ownedBy("workspaces/acme").by("users/42");

        // region less
        Change narrowed = acme.narrow(id, ScopeSet.parse("workspace:read")).orElseThrow();
        acme.shorten(id, friday);
        acme.disable(id, "over the holidays");
        acme.enable(id);
        // endregion

        assertThat(narrowed.changed()).isTrue();
        assertThat(tokens.verifier().authorize(issued.reveal(), Scope.of("workspace:read")))
                .isInstanceOf(Permitted.class);
        assertThat(tokens.verifier().authorize(issued.reveal(), Scope.of("workspace:write")))
                .isInstanceOf(InsufficientScope.class);
    }

    @Test
    void token_issues_another_that_ends_with_it() {
        IssuedToken parent = tokens.issuer().issue(request());
        AccessToken verified = ((Verified) tokens.verifier().verify(parent.reveal())).token();

        // region child
        IssuedToken child = tokens.issuer()
                .issue(IssueRequest.forOwner(verified.owner())
                        .describedAs("one run of the export")
                        .withScopes("workspace:read")
                        .withAttribute("team", "data")
                        .expiringAfter(Duration.ofHours(1))
                        .grantedBy(verified));
        // endregion

        assertThat(tokens.verifier().verify(child.reveal())).isInstanceOf(Verified.class);
        tokens.all().disable(parent.id(), "over");
        assertThat(tokens.verifier().verify(child.reveal())).isInstanceOf(Rejected.class);
    }

    @Test
    void tokens_are_revoked_together_and_the_trail_shows_who_did_it() {
        IssuedToken issued = tokens.issuer().issue(request());
        Tokens acme = tokens.ownedBy("workspaces/acme").by("users/42");

        // region together
        TokenQuery ofTheTeam = TokenQuery.all().where(TokenCondition.attribute("team", "data"));
        BulkRevocation done = acme.revokeAll(ofTheTeam, RevocationReason.KEY_COMPROMISE);
        TrailPage trail = acme.trail(TrailQuery.all().byActor("users/42").limit(50));
        // endregion

        assertThat(done.revoked()).isEqualTo(1);
        assertThat(trail.entries())
                .first()
                .satisfies(entry -> assertThat(entry.subject().token()).isEqualTo(issued.id()));
    }

    @Test
    void tokens_are_found_by_what_they_have() {
        IssuedToken issued = tokens.issuer().issue(request());
        Tokens acme = tokens.ownedBy("workspaces/acme").by("users/42");
        Instant now = clock.instant();

        // region search
        TokenQuery expiringSoon = TokenQuery.all()
                .where(TokenCondition.live(now))
                .where(TokenCondition.expiringBefore(now.plus(Duration.ofDays(30))));
        TokenQuery forgotten = TokenQuery.all().where(TokenCondition.idleSince(now.minus(Duration.ofDays(90))));
        TokenQuery writers = TokenQuery.all()
                .where(TokenCondition.describedWith("export"))
                .where(TokenCondition.granting(Scope.of("workspace:write")));

        List<StoredToken> found = new ArrayList<>();
        TokenList page = acme.list(expiringSoon);
        found.addAll(page.tokens());
        while (page.next().isPresent()) {
            page = acme.list(expiringSoon.after(page.next().get()));
            found.addAll(page.tokens());
        }
        // endregion

        assertThat(found).isEmpty();
        assertThat(acme.list(forgotten).tokens()).isEmpty();
        assertThat(acme.list(writers).tokens()).extracting(StoredToken::id).containsExactly(issued.id());
        clock.advance(Duration.ofDays(1));
        TokenQuery later = TokenQuery.all()
                .where(TokenCondition.live(clock.instant()))
                .where(TokenCondition.expiringBefore(clock.instant().plus(Duration.ofDays(30))));
        assertThat(acme.list(later).tokens()).extracting(StoredToken::id).containsExactly(issued.id());
    }

    @Test
    void token_is_narrowed_to_what_it_used() {
        AccessTokens service = AccessTokens.builder(store)
                .prefix("acme")
                .clock(clock)
                .hasher(CHEAP)
                .recordingUses()
                .build();
        IssuedToken issued = service.issuer().issue(request());
        TokenId id = issued.id();
        service.verifier().authorize(issued.reveal(), Scope.of("workspace:read"));
        service.close();

        // region usage
        Tokens acme = service.ownedBy("workspaces/acme").by("users/42");
        TokenUsage usage = acme.usage(id).orElseThrow();
        usage.lastUsedAt(); // 2026-01-01T00:00:00Z
        usage.usedScopes(); // workspace:read
        GrantProposal proposal = acme.leastPrivilege(id).orElseThrow();
        if (proposal.isNarrower()) {
            acme.narrow(id, proposal.scopes()); // would have refused none of the accesses since proposal.since()
        }
        // endregion

        assertThat(usage.lastUsedAt()).contains(clock.instant());
        assertThat(usage.usedScopes()).isEqualTo(ScopeSet.parse("workspace:read"));
        assertThat(acme.find(id).orElseThrow().scopes()).isEqualTo(ScopeSet.parse("workspace:read"));
    }

    @Test
    void housekeeping_deletes_ended_tokens_after_their_retention() {
        tokens.issuer().issue(request().expiringAfter(Duration.ofDays(1)));
        clock.advance(Duration.ofDays(92));

        // region housekeeping
        Housekeeping policy = Housekeeping.keepingEverything()
                .deletingEndedTokensAfter(Duration.ofDays(90))
                .trimmingFeedAfter(Duration.ofDays(7))
                .trimmingTrailAfter(Duration.ofDays(400));
        Housekeeping.Report report = tokens.administration().sweep(policy);
        // endregion

        assertThat(report.deleted()).isEqualTo(1);
    }

    @Test
    void erasure_leaves_nothing_about_the_owner() {
        IssuedToken issued = tokens.issuer()
                .issue(IssueRequest.forOwner("users/42")
                        .describedAs("nightly export")
                        .withScopes("workspace:read")
                        .withAttribute("team", "data")
                        .grantedByTheService());

        // region erasure
        Administration.Erasure erasure = tokens.administration().erase("users/42");
        // endregion

        assertThat(erasure.isComplete()).isTrue();
        assertThat(tokens.all().find(issued.id())).isEmpty();
        assertThat(tokens.all().trail(TrailQuery.all().ofOwner("users/42")).entries())
                .isEmpty();
    }

    @Test
    void listeners_receive_what_happens_to_tokens() {
        List<String> alerts = new CopyOnWriteArrayList<>();
        AccessTokensBuilder builder =
                AccessTokens.builder(store).prefix("acme").clock(clock).hasher(CHEAP);

        // region listener
        AccessTokens tokens = builder.listener(TokenEventListener.logging())
                .listener(event -> {
                    if (event instanceof TokenEvent.Reused reused) {
                        alerts.add("reuse of " + reused.subject().token());
                    } else if (event instanceof TokenEvent.Leaked leaked) {
                        alerts.add("leak of " + leaked.subject().token());
                    }
                })
                .build();
        // endregion

        IssuedToken issued = tokens.issuer().issue(request());
        tokens.all().reportLeak(issued.reveal());
        tokens.close();
        assertThat(alerts).containsExactly("leak of " + issued.id());
    }
}
