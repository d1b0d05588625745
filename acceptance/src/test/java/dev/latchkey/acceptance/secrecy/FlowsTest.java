package dev.latchkey.acceptance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.AccessTokensBuilder;
import dev.latchkey.Housekeeping;
import dev.latchkey.IssuePolicy;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Rotation;
import dev.latchkey.Tokens;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.jdbc.Database;
import dev.latchkey.port.TokenEventListener;
import dev.latchkey.scope.Scope;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.token.BearerToken;
import dev.latchkey.token.TokenCondition;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TrailQuery;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every flow of a token's life on every database, with everything logged that can be: no secret, and nothing that a client
 * presented, is in a log of the library, the driver or the server, a result, an exception, a parameter of a statement, or
 * what the database stores.
 */
class FlowsTest {

    private static final Scope READ = Scope.of("workspace:read");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final Traces secrets = new Traces();
    private final Overheard overheard = new Overheard();

    @AfterEach
    void close() {
        overheard.close();
    }

    private AccessTokensBuilder builder(LoggedDatabase database) {
        return AccessTokens.builder(database.store(overheard))
                .prefix("acme")
                .issuePolicy(IssuePolicy.standard().allowingTokensToIssue())
                .revokingFamilyOnReuse()
                .keepingTrail()
                .recordingUses(Duration.ofHours(1))
                .listener(TokenEventListener.logging())
                .listener(overheard::add)
                .clock(clock)
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)));
    }

    private static IssueRequest request() {
        return IssueRequest.forOwner("workspaces/acme")
                .describedAs("nightly export")
                .withScopes("workspace")
                .withAttribute("team", "data")
                .grantedBy("users/42", ScopeSet.parse("workspace"));
    }

    /** {@return the text of a new token, which is not to be found again} */
    private String secretOf(Object issuance) {
        String text = ((IssuedToken) issuance).reveal();
        secrets.andText(text.substring(text.indexOf('.') + 1));
        return text;
    }

    /** {@return a text with a token's id and another secret, which is not to be found either} */
    private String forged(TokenId id) {
        String text = BearerToken.generate(id, TokenFormat.withPrefix("acme"), new SecureRandom())
                .reveal();
        secrets.andText(text.substring(text.indexOf('.') + 1));
        return text;
    }

    private TokenId unknownId() {
        return TokenId.generate(clock.instant(), new SecureRandom());
    }

    @ParameterizedTest
    @EnumSource
    void no_flow_shows_a_secret(Database kind) throws Exception {
        try (LoggedDatabase database = new LoggedDatabase(kind, directory)) {
            try (AccessTokens tokens = builder(database).build()) {
                flows(tokens, database);
                overheard.add(tokens.statistics());
            }
            try (AccessTokens tokens =
                    builder(database).revocationWithin(Duration.ofSeconds(10)).build()) {
                flows(tokens, database);
            }

            String logged = overheard.toString();
            String contents = database.contents();
            assertSeen(logged, "REUSED", "leaked", "INSERT INTO " + database.prefix() + "tokens");
            assertSeen(logged, "setObject\\[\\d+, .*weekly export]", "setObject\\[\\d+, .*\\$argon2id\\$");
            assertThat(secrets.in(logged)).isEmpty();
            assertSeen(contents, "nightly export");
            assertThat(secrets.in(contents)).isEmpty();
        }
    }

    /** The text is too long for a message. */
    private static void assertSeen(String text, String... patterns) {
        for (String pattern : patterns) {
            assertThat(Pattern.compile(pattern).matcher(text).find())
                    .as("\"%s\" was seen", pattern)
                    .isTrue();
        }
    }

    /**
     * A secret that is not found was not logged, rather than not looked for. SQLite's driver logs statements without their
     * parameters.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE")
    void a_secret_in_a_statement_is_found_in_each_log(Database kind) throws Exception {
        String secret = BearerToken.generate(unknownId(), TokenFormat.withPrefix("acme"), new SecureRandom())
                .reveal();
        secrets.andText(secret.substring(secret.indexOf('.') + 1));

        try (LoggedDatabase database = new LoggedDatabase(kind, directory)) {
            database.send(secret);

            if (kind != Database.H2) {
                assertThat(secrets.in(overheard.toString()))
                        .as("the driver's log")
                        .isNotEmpty();
            }
            assertThat(secrets.in(database.contents())).as("the database's log").isNotEmpty();
        }
    }

    private void flows(AccessTokens tokens, LoggedDatabase database) throws SQLException {
        Tokens acme = tokens.ownedBy("workspaces/acme").by("users/42");
        IssuedToken first = overheard.of(() -> tokens.issuer().issue(request()));
        String text = secretOf(first);
        issueAndPresent(tokens, first, text);
        change(acme, first.id());
        replace(tokens, acme, first.id(), text);
        report(tokens);
        keepHouse(tokens, acme);
        database.whileUnreachable(() -> fail(tokens, acme, first.id(), text));
        database.withoutTable(() -> fail(tokens, acme, first.id(), text));
        overheard.of(() -> tokens.administration().erase("workspaces/acme"));
        secretOf(overheard.of(() -> tokens.issuer().issue(request())));
    }

    private void issueAndPresent(AccessTokens tokens, IssuedToken first, String text) {
        String key = "key of " + first.id();
        secretOf(overheard.of(() -> tokens.issuer().issueOnce(key, request())));
        overheard.of(() -> tokens.issuer().issueOnce(key, request()));
        overheard.failing(() -> tokens.issuer().issueOnce(key, request().describedAs("other")));
        overheard.failing(() -> tokens.issuer().issue(request().withScopes("billing")));
        Verified parent = (Verified) overheard.of(() -> tokens.verifier().verify(text));
        overheard.of(() -> tokens.verifier().authorize(text, READ));
        overheard.of(() -> tokens.verifier().authorize(text, Scope.of("billing:read")));
        for (String wrong : List.of(forged(first.id()), forged(unknownId()), text + "x")) {
            overheard.of(() -> tokens.verifier().verify(wrong));
        }
        secretOf(overheard.of(() -> tokens.issuer()
                .issue(IssueRequest.forOwner("workspaces/acme")
                        .describedAs("child")
                        .withScopes("workspace:read")
                        .grantedBy(parent.token()))));
    }

    private void change(Tokens acme, TokenId id) {
        overheard.of(() -> acme.describe(id, "weekly export"));
        overheard.of(() -> acme.annotate(id, Map.of("team", "data", "stage", "test")));
        overheard.of(() -> acme.disable(id, "audit"));
        overheard.of(() -> acme.enable(id));
        overheard.of(() -> acme.narrow(id, ScopeSet.parse("workspace:read")));
        overheard.of(() -> acme.shorten(id, clock.instant().plus(Duration.ofDays(1))));
        overheard.of(() -> acme.find(id));
    }

    private void replace(AccessTokens tokens, Tokens acme, TokenId id, String text) {
        Rotation rotation = Rotation.overlapping(HOUR).endingAtFirstUse().requestedAs("rotation of " + id);
        String next = secretOf(
                overheard.of(() -> acme.rotate(id, rotation).orElseThrow()).successor());
        overheard.of(() -> acme.rotate(id, rotation));
        overheard.of(() -> tokens.verifier().verify(next));
        clock.advance(HOUR);
        overheard.of(() -> tokens.verifier().verify(text));
        overheard.of(() -> tokens.verifier().verify(next));
    }

    private void report(AccessTokens tokens) {
        IssuedToken leaked = overheard.of(() -> tokens.issuer().issue(request()));
        String text = secretOf(leaked);
        for (String found : List.of("no token", forged(leaked.id()), text, text)) {
            overheard.of(() -> {
                tokens.all().by("scanners/github").reportLeak(found);
                return "reported";
            });
        }
    }

    private void keepHouse(AccessTokens tokens, Tokens acme) {
        overheard.of(() -> acme.list(TokenQuery.all()));
        overheard.of(() -> acme.list(TokenQuery.all().where(TokenCondition.describedWith("EXPORT"))));
        acme.list(TokenQuery.all()).tokens().forEach(token -> {
            overheard.of(() -> acme.usage(token.id()));
            overheard.of(() -> acme.leastPrivilege(token.id()));
        });
        overheard.of(() -> acme.trail(TrailQuery.all()));
        clock.advance(Duration.ofDays(2));
        overheard.of(() -> tokens.administration()
                .sweep(Housekeeping.keepingEverything()
                        .deletingEndedTokensAfter(Duration.ofDays(1))
                        .endingIdleTokensAfter(Duration.ofDays(1))
                        .announcingExpiry(Duration.ofDays(90))));
    }

    /** The database's own exceptions are causes. */
    private void fail(AccessTokens tokens, Tokens acme, TokenId id, String text) {
        overheard.failing(() -> tokens.issuer().issue(request()));
        overheard.failing(() -> tokens.verifier().verify(forged(unknownId())));
        overheard.failing(() -> acme.rotate(id, HOUR));
        overheard.failing(() -> {
            tokens.all().reportLeak(text);
            return null;
        });
    }
}
