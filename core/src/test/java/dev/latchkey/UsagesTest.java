package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.port.Snapshot;
import dev.latchkey.port.StoreLimits;
import dev.latchkey.port.Write;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The uses of several tokens, read at once. */
class UsagesTest {

    private final Service service = new Service();

    /** Counts what is read. */
    private static final class CountingReads extends DelegatingStore {
        private int reads;

        CountingReads(FakeStore store) {
            super(store);
        }

        @Override
        public Snapshot find(Set<TokenId> ids) {
            reads++;
            return super.find(ids);
        }

        @Override
        public Map<TokenId, TokenUse> findUses(Set<TokenId> ids) {
            reads++;
            return super.findUses(ids);
        }
    }

    private final CountingReads store = new CountingReads(service.store);
    private final AccessTokens tokens =
            service.tokensOn(store).recordingUses(Duration.ofDays(1)).build();

    private IssuedToken issue(String owner) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner(owner)
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes("workspace:read", "workspace:write"));
    }

    @Test
    void usages_are_those_of_each_token() {
        IssuedToken used = issue("workspaces/acme");
        IssuedToken unused = issue("workspaces/acme");
        tokens.verifier().authorize(used.reveal(), Scope.of("workspace:read"));
        tokens.close();
        Tokens acme = tokens.ownedBy("workspaces/acme");

        Map<TokenId, TokenUsage> usages = acme.usages(Set.of(used.id(), unused.id()));

        assertThat(usages).containsOnlyKeys(used.id(), unused.id());
        usages.forEach((id, usage) ->
                assertThat(usage).hasToString(acme.usage(id).orElseThrow().toString()));
        assertThat(usages.get(used.id()).unusedScopes()).isEqualTo(ScopeSet.parse("workspace:write"));
    }

    @Test
    void tokens_of_other_owners_and_unknown_ones_are_left_out() {
        IssuedToken own = issue("workspaces/acme");
        IssuedToken theirs = issue("workspaces/other");

        assertThat(tokens.ownedBy("workspaces/acme").usages(Set.of(own.id(), theirs.id(), TokenId.of(1, 2))))
                .containsOnlyKeys(own.id());
    }

    @Test
    void a_token_whose_scopes_cannot_be_read_is_left_out_and_the_others_are_not() {
        IssuedToken own = issue("workspaces/acme");
        TokenRecord damaged = TokenRecord.builder(TokenId.of(1, 2))
                .owner("workspaces/acme")
                .description("damaged")
                .scopes("not,scopes")
                .hash(service.store.find(own.id()).orElseThrow().hash())
                .issuedAt(Service.START)
                .build();
        store.write(List.of(new Write.Insert(damaged)));

        assertThat(tokens.ownedBy("workspaces/acme").usages(Set.of(own.id(), damaged.id())))
                .containsOnlyKeys(own.id());
    }

    @Test
    void a_page_is_read_at_once_and_more_in_batches() {
        Set<TokenId> ids = new HashSet<>();
        IntStream.range(0, StoreLimits.MAX_IDS)
                .forEach(i -> ids.add(issue("workspaces/acme").id()));
        int before = store.reads;

        assertThat(tokens.all().usages(ids)).hasSize(StoreLimits.MAX_IDS);
        assertThat(store.reads - before).isEqualTo(2);

        ids.add(issue("workspaces/acme").id());
        assertThat(tokens.all().usages(ids)).hasSize(StoreLimits.MAX_IDS + 1);
        assertThat(tokens.all().usages(Set.of())).isEmpty();
    }

    @Test
    void the_store_states_since_when_uses_are_recorded() {
        assertThat(tokens.administration().usesRecordedSince()).contains(Service.START);

        assertThat(new Service().tokens().build().administration().usesRecordedSince())
                .isEmpty();
    }
}
