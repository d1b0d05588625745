package dev.latchkey.benchmarks;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.Authorization.Permitted;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A warm verification with an authorization, by the number of scopes of the token and of its owner. Records are cached;
 * the port returns the same set each time.
 */
final class GrantBenchmark implements AutoCloseable {

    private final AccessTokens tokens;
    private final String text;
    private final Scope required;

    private GrantBenchmark(AccessTokensBuilder builder, int scopes) {
        tokens = builder.hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .issuePolicy(IssuePolicy.standard().maximumScopes(ScopeSet.MAX_SIZE))
                .revocationWithin(Duration.ofSeconds(10))
                .build();
        text = tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .grantedByTheService()
                        .describedAs("nightly export")
                        .withScopes(scopes(scopes)))
                .reveal();
        required = Scope.of("area0:thing0:act0");
        while (tokens.statistics().records().feed().leaseAge().isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        if (!(authorize() instanceof Permitted)) {
            throw new IllegalStateException("a valid token is not permitted");
        }
    }

    static GrantBenchmark withoutOwner(int scopes) {
        return new GrantBenchmark(AccessTokens.builder(new InMemoryTokenStore()).withoutPrefix(), scopes);
    }

    static GrantBenchmark withOwner(int scopes, int ownerScopes) {
        ScopeSet rights = scopes(ownerScopes);
        return new GrantBenchmark(
                AccessTokens.builder(new InMemoryTokenStore()).withoutPrefix().ownerScopes(owner -> rights), scopes);
    }

    static ScopeSet scopes(int number) {
        return ScopeSet.of(IntStream.range(0, number)
                .mapToObj(i -> Scope.of("area" + i / 25 + ":thing" + i / 5 % 5 + ":act" + i % 5))
                .toList());
    }

    Object authorize() {
        return tokens.verifier().authorize(text, required);
    }

    @Override
    public void close() {
        tokens.close();
    }
}
