package dev.latchkey.acceptance;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.IssueRequest;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.inmemory.InMemoryTokenStore;
import dev.latchkey.testkit.SettableClock;
import java.time.Instant;

/** What a service has in these examples: tokens in memory, at a fixed time, hashed cheaply. */
final class ExampleService {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private ExampleService() {}

    static AccessTokensBuilder tokens() {
        return AccessTokens.builder(new InMemoryTokenStore())
                .withoutPrefix()
                .clock(SettableClock.at(NOW))
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)));
    }

    static IssueRequest request() {
        return IssueRequest.forOwner("workspaces/acme")
                .grantedByTheService()
                .describedAs("nightly export")
                .withScopes("workspace:read");
    }
}
