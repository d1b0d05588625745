package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.Verification;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Verifying a token that was derived from other tokens, with all records cached. */
final class ChildBenchmark implements AutoCloseable {

    private final AccessTokens tokens;
    private final String text;

    private ChildBenchmark(AccessTokens tokens, String text) {
        this.tokens = tokens;
        this.text = text;
    }

    /** {@return the benchmark for a token with that many ancestors} */
    static ChildBenchmark ofDepth(int ancestors) {
        AccessTokens tokens = AccessTokens.builder(new InMemoryTokenStore())
                .prefix("acme")
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .revocationWithin(Duration.ofSeconds(10))
                .build();
        IssueRequest request = IssueRequest.forOwner("workspaces/acme")
                .describedAs("benchmark")
                .withScopes("workspace:read");
        String text = tokens.issuer().issue(request.grantedByTheService()).reveal();
        for (int i = 0; i < ancestors; i++) {
            Verified parent = (Verified) tokens.verifier().verify(text);
            text = tokens.issuer().issue(request.grantedBy(parent.token())).reveal();
        }
        while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        return new ChildBenchmark(tokens, text);
    }

    Verification verify() {
        Verification answer = tokens.verifier().verify(text);
        if (!(answer instanceof Verified)) {
            throw new IllegalStateException("rejected: " + answer);
        }
        return answer;
    }

    @Override
    public void close() {
        tokens.close();
    }
}
