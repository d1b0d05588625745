package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.Verification.Verified;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever somebody writes into a column of a row, no token is accepted that was not, and nothing large is allocated. */
class BadRowsTest {

    private static final List<String> COLUMNS = List.of(
            "id",
            "owner",
            "description",
            "scopes",
            "hash_scheme",
            "hash",
            "issued_at",
            "expires_at",
            "revoked_at",
            "revocation_reason",
            "disabled_at",
            "parent",
            "family",
            "successor",
            "request_key",
            "details",
            "ends_at",
            "version");

    /** What is in these columns decides whether the right secret is accepted. */
    private static final Set<String> DECIDING = Set.of("id", "hash_scheme", "hash", "ends_at");

    private static final String HOSTILE_HASH =
            "$argon2id$v=19$m=4194304,t=10,p=4$c2FsdHNhbHRzYWx0c2FsdA$" + "A".repeat(42) + "E";

    /** Twice what a computation with the cheap profile, and all that JDBC does, take. */
    private static final long MOST_ALLOCATED = 4L << 20;

    private final String prefix = Database.newPrefix();
    private final SettableClock clock = SettableClock.at(TokenRecords.ISSUED);

    private AccessTokens tokens(Database database) {
        return AccessTokens.builder(database.builder(prefix).build())
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .clock(clock)
                .build();
    }

    private static IssuedToken issue(AccessTokens tokens, int days) {
        return tokens.issuer()
                .issue(IssueRequest.forOwner("o")
                        .grantedByTheService()
                        .describedAs("d")
                        .withScopes("a")
                        .expiringAfter(Duration.ofDays(days)));
    }

    @ParameterizedTest
    @EnumSource
    void no_damaged_row_makes_a_token_acceptable(Database database) throws Exception {
        database.store(prefix);
        AccessTokens issuing = tokens(database);
        int damaged = 0;
        for (String column : COLUMNS) {
            for (Object value : new Object[] {null, "garbage", -1L, Long.MAX_VALUE, HOSTILE_HASH, this}) {
                IssuedToken live = issue(issuing, 90);
                IssuedToken revoked = issue(issuing, 90);
                issuing.ownedBy("o").revoke(revoked.id(), "leaked");
                IssuedToken expired = issue(issuing, 1);
                clock.advance(Duration.ofDays(2));
                IssuedToken other = issue(issuing, 90);
                String what = column + " = " + (value == this ? "that of another row" : value);

                for (IssuedToken token : List.of(live, revoked, expired)) {
                    Object written = value == this ? read(database, column, other.id()) : value;
                    boolean another = !Objects.equals(read(database, column, token.id()), written);
                    if (another && damage(database, column, written, token.id())) {
                        damaged++;
                        boolean accepted = isAccepted(database, token, what);
                        assertThat(accepted && (token != live || DECIDING.contains(column)))
                                .as("%s of a token that was %s", what, token == live ? "live" : "ended")
                                .isFalse();
                    }
                }
                execute(database, "DELETE FROM latchkey_tokens");
            }
        }
        assertThat(damaged).isGreaterThan(100);
    }

    /** By a process that has no proof of it: nothing but the row can make it acceptable. */
    private boolean isAccepted(Database database, IssuedToken token, String what) {
        AccessTokens verifying = tokens(database);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            return verifying.verifier().verify(token.reveal()) instanceof Verified;
        } catch (TokenStoreException e) {
            assertThat(what.contains(HOSTILE_HASH) || !e.getMessage().contains("$argon2id"))
                    .as(e.getMessage())
                    .isTrue();
            return false;
        } finally {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("allocated for " + what)
                    .isLessThan(MOST_ALLOCATED);
        }
    }

    private @Nullable Object read(Database database, String column, TokenId id) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        new TableNames(prefix).in("SELECT " + column + " FROM latchkey_tokens WHERE id = ?"))) {
            statement.setObject(1, database.dialect().parameter(id.toString()));
            try (var row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getObject(1);
            }
        }
    }

    /** {@return whether the database took it} */
    private boolean damage(Database database, String column, @Nullable Object value, TokenId id) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        new TableNames(prefix).in("UPDATE latchkey_tokens SET " + column + " = ? WHERE id = ?"))) {
            statement.setObject(1, value);
            statement.setObject(2, database.dialect().parameter(id.toString()));
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    private void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(new TableNames(prefix).in(sql));
        }
    }
}
