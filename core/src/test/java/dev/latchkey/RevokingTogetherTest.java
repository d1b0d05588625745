package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.UnreadableToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens that a query matches are revoked together. */
class RevokingTogetherTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();
    private final Tokens all = tokens.all();

    private TokenId issue(String owner, String actor) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner(owner)
                        .grantedBy(actor, ScopeSet.parse("workspace"))
                        .describedAs("nightly export")
                        .withScopes("workspace:read")
                        .expiringAfter(Duration.ofDays(1)))
                .id();
    }

    private boolean isRevoked(TokenId id) {
        return all.find(id).orElseThrow().revocation().isPresent();
    }

    @Test
    void tokens_of_all_owners_are_revoked_by_any_condition() {
        TokenId one = issue("acme", "users/42");
        TokenId other = issue("other", "users/42");
        TokenId kept = issue("acme", "users/43");

        BulkRevocation done = all.revokeAll(TokenQuery.all().where(TokenCondition.createdBy("users/42")), "left");

        assertThat(done).isEqualTo(new BulkRevocation(2, List.of()));
        assertThat(List.of(one, other)).allMatch(this::isRevoked);
        assertThat(isRevoked(kept)).isFalse();
    }

    @Test
    void what_is_listed_before_is_what_is_revoked() {
        issue("acme", "users/42");
        TokenId used = issue("acme", "users/42");
        issue("acme", "users/43");
        all.disable(issue("acme", "users/42"), "paused");
        Tokens acme = tokens.ownedBy("acme");
        TokenQuery query = TokenQuery.all()
                .where(TokenCondition.createdBy("users/42"))
                .where(TokenCondition.live(service.clock.instant()))
                .newestFirst();
        List<TokenId> listed =
                acme.list(query).tokens().stream().map(StoredToken::id).toList();

        assertThat(listed).hasSize(2).contains(used);
        assertThat(acme.revokeAll(query, "left").revoked()).isEqualTo(2);
        assertThat(acme.list(query).tokens()).isEmpty();
        assertThat(listed).allMatch(this::isRevoked);
    }

    @Test
    void an_operator_revokes_the_tokens_of_the_owner_that_the_query_names() {
        TokenId acme = issue("acme", "users/42");
        TokenId other = issue("other", "users/42");

        assertThat(all.revokeAll(TokenQuery.all().ownedBy("acme"), "left").revoked())
                .isEqualTo(1);

        assertThat(isRevoked(acme)).isTrue();
        assertThat(isRevoked(other)).isFalse();
    }

    @Test
    void an_owner_s_tokens_are_revoked_whichever_owner_the_query_names() {
        TokenId acme = issue("acme", "users/42");
        TokenId other = issue("other", "users/42");

        assertThat(tokens.ownedBy("acme")
                        .revokeAll(TokenQuery.all().ownedBy("other"), "left")
                        .revoked())
                .isEqualTo(1);

        assertThat(isRevoked(acme)).isTrue();
        assertThat(isRevoked(other)).isFalse();
    }

    @Test
    void a_query_for_a_page_is_refused_and_nothing_is_revoked() {
        TokenId first = issue("acme", "users/42");
        issue("acme", "users/42");
        String next = all.list(TokenQuery.all().limit(1)).next().orElseThrow();

        for (TokenQuery page :
                List.of(TokenQuery.all().limit(1), TokenQuery.all().after(next))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> all.revokeAll(page, "left"))
                    .withMessageContaining("limit or a cursor");
        }
        assertThat(isRevoked(first)).isFalse();
    }

    @Test
    void tokens_before_the_cut_off_are_not_live() {
        TokenId cutOff = issue("acme", "users/42");
        service.clock.advance(Duration.ofSeconds(1));
        Instant now = service.clock.instant();
        tokens.administration().rejectIssuedBefore(now);
        TokenId live = issue("acme", "users/42");

        assertThat(all.revokeAll(TokenQuery.all().where(TokenCondition.live(now)), "left")
                        .revoked())
                .isEqualTo(1);

        assertThat(isRevoked(live)).isTrue();
        assertThat(isRevoked(cutOff)).isFalse();
    }

    @Test
    void a_token_that_cannot_be_read_is_reported_whatever_the_condition() {
        TokenId damaged = issue("acme", "users/42");
        Tokens node = service.tokensOn(new UnreadableUsesTest.DamagedUse(service.store, damaged, true))
                .build()
                .ownedBy("acme");

        BulkRevocation done = node.revokeAll(TokenQuery.all().where(TokenCondition.createdBy("users/43")), "left");

        assertThat(done.revoked()).isZero();
        assertThat(done.unreadable()).extracting(UnreadableToken::id).containsExactly(damaged);
    }

    /** It may have been used yesterday, or never. */
    @Test
    void a_token_whose_use_cannot_be_read_is_not_revoked_for_its_use() {
        TokenId damaged = issue("acme", "users/42");
        TokenId unused = issue("acme", "users/42");
        Tokens node = service.tokensOn(new UnreadableUsesTest.DamagedUse(service.store, damaged, false))
                .build()
                .ownedBy("acme");

        BulkRevocation done = node.revokeAll(TokenQuery.all().where(TokenCondition.neverUsed()), "tidying up");

        assertThat(done.revoked()).isEqualTo(1);
        assertThat(done.unreadable()).extracting(UnreadableToken::id).containsExactly(damaged);
        assertThat(isRevoked(unused)).isTrue();
        assertThat(isRevoked(damaged)).isFalse();
        assertThat(node.revokeAll(TokenQuery.all().where(TokenCondition.createdBy("users/42")), "left"))
                .isEqualTo(new BulkRevocation(1, List.of()));
    }
}
