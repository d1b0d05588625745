package dev.latchkey.benchmarks.spring.service;

import dev.latchkey.IssueRequest;
import dev.latchkey.TokenIssuer;

/** A token of Latchkey, issued when it is asked for. */
record IssuedToken(TokenIssuer issuer) implements Credential {

    @Override
    public String authorization() {
        IssueRequest request = IssueRequest.forOwner("workspaces/acme")
                .describedAs("benchmark")
                .withScopes("workspace:read")
                .grantedByTheService();
        return "Bearer " + issuer.issue(request).reveal();
    }
}
