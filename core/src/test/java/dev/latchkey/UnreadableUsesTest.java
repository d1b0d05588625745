package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Verification.Rejected;
import dev.latchkey.Verification.Verified;
import dev.latchkey.port.Snapshot;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.UnreadableToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A token whose use cannot be read is listed as unreadable, although its record is as it was written. */
class UnreadableUsesTest {

    private final Service service = new Service();
    private final AccessTokens tokens = service.tokens().build();

    /** Lists one token as unreadable; its record is found, unless it is damaged too. */
    static final class DamagedUse extends DelegatingStore {
        private final TokenId damaged;
        private final boolean recordToo;

        DamagedUse(FakeStore store, TokenId damaged, boolean recordToo) {
            super(store);
            this.damaged = damaged;
            this.recordToo = recordToo;
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            if (recordToo && ids.contains(damaged)) {
                throw new TokenStoreException("the row of token " + damaged + " is not what was written");
            }
            return super.find(ids);
        }

        @Override
        public TokenPage list(TokenQuery query) {
            TokenPage page = super.list(query);
            List<UnreadableToken> unreadable = new ArrayList<>();
            List<TokenPage.Entry> entries = new ArrayList<>(page.entries());
            entries.removeIf(entry -> entry.record().id().equals(damaged)
                    && unreadable.add(entry.record().withUnreadableUse("its use is damaged")));
            return new TokenPage(entries, unreadable, page.next());
        }
    }

    @Test
    void token_with_an_unreadable_use_is_revoked_with_the_others() {
        IssuedToken damaged = tokens.issuer().issue(Service.request());
        IssuedToken other = tokens.issuer().issue(Service.request());
        Tokens all = service.tokensOn(new DamagedUse(service.store, damaged.id(), false))
                .build()
                .all();

        assertThat(all.revokeAll("the owner left")).isEqualTo(new BulkRevocation(2, List.of()));

        assertThat(tokens.verifier().verify(damaged.reveal())).isInstanceOf(Rejected.class);
        assertThat(tokens.verifier().verify(other.reveal())).isInstanceOf(Rejected.class);
        assertThat(all.revokeAll("again")).isEqualTo(new BulkRevocation(0, List.of()));
    }

    @Test
    void token_with_an_unreadable_use_of_another_owner_is_left_alone() {
        IssuedToken damaged = tokens.issuer().issue(Service.request());
        AccessTokens node = service.tokensOn(new DamagedUse(service.store, damaged.id(), false))
                .build();

        assertThat(node.ownedBy("workspaces/other").revokeAll("left").revoked()).isZero();

        assertThat(tokens.verifier().verify(damaged.reveal())).isInstanceOf(Verified.class);
    }
}
