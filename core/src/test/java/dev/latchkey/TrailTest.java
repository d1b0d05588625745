package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The durable trail: who did what to which token, written with the change. */
class TrailTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SettableClock clock = SettableClock.at(START);
    private final AccessTokens tokens = builder().keepingTrail().build();
    private final Tokens acme = tokens.ownedBy("workspaces/acme").by("users/7");

    private AccessTokensBuilder builder() {
        return AccessTokens.builder(new FakeStore(clock))
                .withoutPrefix()
                .clock(clock)
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)));
    }

    private IssuedToken issue(String owner) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner(owner)
                        .describedAs("nightly export")
                        .withScopes("workspace")
                        .grantedBy("users/42", ScopeSet.parse("workspace")));
    }

    private List<TrailEntry> trailOf(TokenId id) {
        return acme.trail(TrailQuery.all().ofToken(id)).entries();
    }

    @Test
    void each_change_is_there_with_who_why_before_and_after_the_newest_first() {
        TokenId id = issue("workspaces/acme").id();
        step(() -> acme.describe(id, "weekly export"));
        step(() -> acme.annotate(id, Map.of("team", "data")));
        step(() -> acme.narrow(id, ScopeSet.parse("workspace:read")));
        step(() -> acme.shorten(id, START.plus(Duration.ofDays(1))));
        step(() -> acme.disable(id, "holidays"));
        step(() -> acme.enable(id));
        step(() -> acme.rotate(id, Duration.ofHours(1)));
        step(() -> acme.revoke(id, RevocationReason.LEAKED));

        TokenId successor = acme.find(id).orElseThrow().successor().orElseThrow();
        assertThat(trailOf(id))
                .extracting(entry -> entry.act().action())
                .containsExactly(
                        Action.REVOKED,
                        Action.ROTATED,
                        Action.ENABLED,
                        Action.DISABLED,
                        Action.SHORTENED,
                        Action.NARROWED,
                        Action.ATTRIBUTES_CHANGED,
                        Action.DESCRIBED,
                        Action.ISSUED);
        assertThat(trailOf(id))
                .extracting(TrailEntry::effect)
                .containsExactly(
                        Effect.NONE,
                        new Effect(null, successor.toString()),
                        Effect.NONE,
                        Effect.NONE,
                        new Effect("2026-04-01T00:00:00Z", "2026-01-02T00:00:00Z"),
                        new Effect("workspace", "workspace:read"),
                        new Effect("", "team=data"),
                        new Effect("nightly export", "weekly export"),
                        new Effect(null, "workspace"));
        TrailEntry revoked = trailOf(id).get(0);
        assertThat(revoked.act().by()).isEqualTo("users/7");
        assertThat(revoked.act().reason()).isEqualTo("leaked");
        assertThat(revoked.act().at()).isEqualTo(clock.instant());
        assertThat(trailOf(id).get(8).act().by()).isEqualTo("users/42");
        assertThat(trailOf(successor))
                .singleElement()
                .satisfies(entry -> assertThat(entry.act().by()).isEqualTo("users/7"));
    }

    private void step(Runnable change) {
        clock.advance(Duration.ofMillis(1));
        change.run();
    }

    @Test
    void what_changed_nothing_leaves_no_entry() {
        TokenId id = issue("workspaces/acme").id();

        acme.describe(id, "nightly export");
        acme.enable(id);
        tokens.ownedBy("workspaces/other").revoke(id, "theft");

        assertThat(trailOf(id)).extracting(entry -> entry.act().action()).containsExactly(Action.ISSUED);
    }

    @Test
    void owner_sees_its_own_trail_alone() {
        issue("workspaces/acme");
        issue("workspaces/other");

        assertThat(acme.trail(TrailQuery.all().ofOwner("workspaces/other")).entries())
                .extracting(entry -> entry.subject().owner())
                .containsOnly("workspaces/acme");
        assertThat(tokens.all().trail(TrailQuery.all()).entries()).hasSize(2);
    }

    @Test
    void bulk_revocation_leaves_an_entry_for_each_token() {
        issue("workspaces/acme");
        issue("workspaces/acme");

        acme.revokeAll("owner left");

        assertThat(acme.trail(TrailQuery.all().byActor("users/7")).entries())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.act().reason()).isEqualTo("owner left"));
    }

    @Test
    void old_entries_are_trimmed() {
        TokenId id = issue("workspaces/acme").id();
        step(() -> acme.describe(id, "weekly export"));

        assertThat(tokens.administration().trimTrail(clock.instant())).isEqualTo(1);

        assertThat(trailOf(id)).extracting(entry -> entry.act().action()).containsExactly(Action.DESCRIBED);
    }

    @Test
    void trail_that_is_not_kept_cannot_be_read() {
        AccessTokens without = builder().build();

        assertThatIllegalStateException()
                .isThrownBy(() -> without.all().trail(TrailQuery.all()))
                .withMessageContaining("keepingTrail");
        assertThat(without.administration().trimTrail(START)).isZero();
    }

    @Test
    void entries_have_no_secret() {
        IssuedToken issued = issue("workspaces/acme");
        String secret = issued.reveal().substring(issued.reveal().indexOf('.') + 1);

        assertThat(trailOf(issued.id()).toString() + trailOf(issued.id()).get(0).effect())
                .doesNotContain(secret);
    }
}
