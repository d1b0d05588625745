package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a token may be narrowed to, for any grant and any uses. */
class RecordedUsesProperties {

    @Provide
    Arbitrary<Scope> scopes() {
        Arbitrary<String> permission = Arbitraries.of("a", "a:x", "a:y", "a:x:z", "b", "b:x", "*:x", "c");
        Arbitrary<String> resource = Arbitraries.of("", "", "@r", "@r/s", "@q");
        return Combinators.combine(permission, resource).as((path, on) -> Scope.of(path + on));
    }

    @Provide
    Arbitrary<List<Scope>> grants() {
        return scopes().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Scope>> uses() {
        return scopes().list().ofMaxSize(20);
    }

    @Property(tries = 200)
    void a_proposal_gives_all_that_was_permitted_and_no_more_than_was_granted(
            @ForAll("grants") List<Scope> granted, @ForAll("uses") List<Scope> required) {
        Service service = new Service();
        AccessTokens tokens = service.tokens().recordingUses(Duration.ofDays(1)).build();
        IssuedToken token = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes(ScopeSet.of(granted)));
        List<Scope> permitted = new ArrayList<>();
        for (Scope scope : required) {
            if (tokens.verifier().authorize(token.reveal(), scope) instanceof Authorization.Permitted) {
                permitted.add(scope);
            }
        }
        tokens.close();

        TokenUsage usage = tokens.all().usage(token.id()).orElseThrow();
        GrantProposal proposal = tokens.all().leastPrivilege(token.id()).orElseThrow();

        assertThat(usage.granted().covers(usage.usedScopes())).isTrue();
        assertThat(usage.usedScopes().covers(ScopeSet.of(permitted))).isTrue();
        assertThat(proposal.refused()).isEmpty();
        assertThat(usage.granted().covers(proposal.scopes())).isTrue();
        assertThat(proposal.scopes().covers(ScopeSet.of(permitted))).isTrue();
        assertThat(proposal.isNarrower()).isEqualTo(!proposal.scopes().sameMeaningAs(ScopeSet.of(granted)));
    }
}
