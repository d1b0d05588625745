package dev.latchkey.resilience;

import dev.latchkey.Authorization.Permitted;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.resilience.Violation.Rule;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;

/** What other nodes do to the life of a token that this one has in memory. */
final class LifeScripts {

    private LifeScripts() {}

    static void aParentThatWasRevoked(ScriptedNode node) {
        IssuedToken parent = node.held();
        IssuedToken child = node.other()
                .issuer()
                .issue(IssueRequest.forOwner(ScriptedNode.OWNER)
                        .describedAs("scripted")
                        .withScopes("workspace:read")
                        .grantedBy(((Verified) node.other().verifier().verify(parent.reveal())).token()));
        node.holds(child.reveal());

        node.revoke(parent);
        node.pollsGoOn();

        node.refuses(child);
    }

    static void aTokenThatWasDisabled(ScriptedNode node) {
        IssuedToken token = node.held();

        node.other().all().disable(token.id(), "holidays");
        node.pollsGoOn();

        node.refuses(token);
    }

    static void aTokenThatWasNarrowed(ScriptedNode node) {
        IssuedToken token = node.held();

        node.other().all().narrow(token.id(), ScopeSet.parse("workspace:read:own"));
        node.pollsGoOn();

        if (node.tokens().verifier().authorize(token.reveal(), Scope.of("workspace:read")) instanceof Permitted) {
            throw new AssertionError(Rule.S1 + ": permitted later than the bound after the token was narrowed");
        }
    }

    static void aRotationWithoutOverlap(ScriptedNode node) {
        IssuedToken token = node.held();

        node.other().all().rotate(token.id(), Duration.ZERO);
        node.pollsGoOn();

        node.refuses(token);
    }
}
