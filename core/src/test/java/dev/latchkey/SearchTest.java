package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.scope.Scope;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SearchTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();
    private final Tokens all = tokens.all();

    private TokenId issue(String owner, String description) {
        service.clock.advance(Duration.ofMillis(1));
        return tokens.issuer()
                .issue(IssueRequest.forOwner(owner)
                        .grantedByTheService()
                        .describedAs(description)
                        .withScopes("workspace:read")
                        .expiringAfter(Duration.ofDays(1)))
                .id();
    }

    private static List<TokenId> found(Tokens in, TokenCondition condition) {
        return in.list(TokenQuery.all().where(condition)).tokens().stream()
                .map(StoredToken::id)
                .toList();
    }

    @Test
    void the_listed_states_are_those_that_tokens_show() {
        issue("o", "cut off");
        service.clock.advance(Duration.ofSeconds(1));
        tokens.administration().rejectIssuedBefore(service.clock.instant());
        TokenId live = issue("o", "live");
        TokenId disabled = issue("o", "disabled");
        all.disable(disabled, "paused");
        all.revoke(issue("o", "revoked"), "leaked");
        Instant now = service.clock.instant();

        for (Tokens in : List.of(all, tokens.ownedBy("o"))) {
            assertThat(found(in, TokenCondition.live(now))).containsExactly(live);
            assertThat(found(in, TokenCondition.disabled(now))).containsExactly(disabled);
            assertThat(in.list(TokenQuery.all().where(TokenCondition.ended(now)))
                            .tokens())
                    .extracting(token -> token.state(now))
                    .containsExactly(StoredToken.State.CUT_OFF, StoredToken.State.REVOKED);
        }
        Instant expired = now.plus(Duration.ofDays(1));
        assertThat(found(all, TokenCondition.live(expired))).isEmpty();
        assertThat(found(all, TokenCondition.ended(expired))).hasSize(4);
    }

    @Test
    void an_owner_searches_its_tokens_by_a_query_that_names_no_owner() {
        TokenId mine = issue("mine", "nightly export");
        issue("mine", "import");
        issue("others", "nightly export");

        assertThat(found(tokens.ownedBy("mine"), TokenCondition.describedWith("EXPORT")))
                .containsExactly(mine);
        assertThat(tokens.ownedBy("mine")
                        .list(TokenQuery.all().ownedBy("others").where(TokenCondition.describedWith("EXPORT")))
                        .tokens())
                .extracting(StoredToken::id)
                .containsExactly(mine);
    }

    @Test
    void all_owners_tokens_are_searched_by_state_only() {
        TokenQuery query = TokenQuery.all().where(TokenCondition.describedWith("export"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.list(query))
                .withMessage("the tokens of all owners can be listed by state only; for the other conditions, name an"
                        + " owner with ownedBy, a parent with childrenOf, or a family with inFamily");
        assertThat(all.list(query.ownedBy("o")).tokens()).isEmpty();
    }

    @Test
    void a_description_is_found_in_either_case_whatever_the_locale() {
        TokenId id = issue("o", "NIGHTLY IMPORT \u00c4PFEL");
        Locale before = Locale.getDefault();

        for (String locale : List.of("tr", "az", "lt", "en")) {
            Locale.setDefault(Locale.forLanguageTag(locale));
            try {
                assertThat(found(tokens.ownedBy("o"), TokenCondition.describedWith("nightly import \u00e4pfel")))
                        .as(locale)
                        .containsExactly(id);
            } finally {
                Locale.setDefault(before);
            }
        }
        assertThat(found(tokens.ownedBy("o"), TokenCondition.describedWith("apfel")))
                .isEmpty();
    }

    @Test
    void a_condition_that_no_token_can_have_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenCondition.describedWith(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenCondition.createdBy("a\u0000"));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenCondition.attribute("k\u00e9y", "value"));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenCondition.idleSince(Instant.MAX));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenCondition.live(Instant.MIN));
    }

    @Test
    void conditions_of_equal_values_are_equal() {
        assertThat(TokenCondition.granting(Scope.of("a"))).isEqualTo(TokenCondition.granting(Scope.of("a")));
        assertThat(TokenQuery.all().unrevoked().conditions()).containsExactly(TokenCondition.unrevoked());
    }
}
