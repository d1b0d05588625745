package dev.latchkey.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssuePolicy;
import dev.latchkey.StoredToken;
import dev.latchkey.TokenList;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page that is cut continues where a store would continue. */
class ListOrderTest {

    private final TestService service = TestService.with(IssuePolicy.standard().allowingNever());

    @ParameterizedTest
    @EnumSource
    void the_cursor_behind_a_token_is_that_of_a_page_that_ends_with_it(ListOrder order) {
        for (int i = 0; i < 4; i++) {
            TokenId id = service.issue("Expiring", "workspace:read").id();
            service.recordUse(id, ScopeSet.parse("workspace:read"));
            service.clock.advance(Duration.ofDays(1));
            service.issue("Unused", "workspace:read");
            service.tokens
                    .issuer()
                    .issue(TestService.request(TestService.OWNER, "Robot", "workspace:read")
                            .neverExpiring());
            service.owned().revoke(service.issue("Revoked", "workspace:read").id(), "test");
        }
        TokenQuery query = order.applyTo(TokenQuery.all().limit(1), service.clock.instant());

        TokenList page = service.owned().list(query);
        int cuts = 0;
        while (page.next().isPresent()) {
            StoredToken last = page.tokens().get(0);
            assertThat(order.cursorAfter(query, last)).isEqualTo(page.next().get());
            page = service.owned().list(query.after(page.next().get()));
            cuts++;
        }
        assertThat(cuts).isGreaterThan(1);
    }
}
