package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.BulkRevocation;
import dev.latchkey.IssueRequest;
import dev.latchkey.IssuedToken;
import dev.latchkey.StoredToken;
import dev.latchkey.Tokens;
import dev.latchkey.Verification.Rejected;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2SecretHasher;
import dev.latchkey.port.TokenPage;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.SettableClock;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.TokenId;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenQuery.Direction;
import dev.latchkey.token.TokenQuery.Order;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import dev.latchkey.token.TrailEntry;
import dev.latchkey.token.TrailEntry.Act;
import dev.latchkey.token.TrailEntry.Action;
import dev.latchkey.token.TrailEntry.Effect;
import dev.latchkey.token.TrailEntry.Subject;
import dev.latchkey.token.TrailPage;
import dev.latchkey.token.TrailQuery;
import dev.latchkey.token.UnreadableToken;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that somebody damaged by SQL stops neither a list nor the revocation of the others. */
class UnreadableRowsTest {

    private final String prefix = Database.newPrefix();
    private final SettableClock clock = SettableClock.at(TokenRecords.ISSUED);

    private AccessTokens tokens(Database database) {
        return AccessTokens.builder(database.store(prefix))
                .withoutPrefix()
                .hasher(Argon2SecretHasher.of(new Argon2Parameters(8, 1, 1)))
                .clock(clock)
                .build();
    }

    private IssuedToken issue(AccessTokens tokens) {
        clock.advance(Duration.ofMillis(1));
        return tokens.issuer()
                .issue(IssueRequest.forOwner("o")
                        .grantedByTheService()
                        .describedAs("d")
                        .withScopes("a"));
    }

    private void execute(Database database, String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(new TableNames(prefix).in(sql))) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private void set(Database database, TokenId id, String column, Object value) throws SQLException {
        execute(database, "UPDATE latchkey_tokens SET " + column + " = ? WHERE id = ?", value, id.toString());
    }

    @ParameterizedTest
    @EnumSource
    void scopes_that_cannot_be_read_stop_no_revocation(Database database) throws Exception {
        AccessTokens tokens = tokens(database);
        IssuedToken before = issue(tokens);
        TokenId damaged = issue(tokens).id();
        TokenId other = issue(tokens).id();
        IssuedToken after = issue(tokens);
        set(database, damaged, "scopes", ":: no scopes ::");
        set(database, other, "scopes", ":: no scopes ::");
        Tokens owned = tokens.ownedBy("o");

        assertThat(owned.list(TokenQuery.all()).tokens())
                .filteredOn(token -> token.problem().isPresent())
                .extracting(StoredToken::id)
                .containsExactly(damaged, other);
        assertThat(owned.revoke(damaged, "damaged").orElseThrow().after().revocation())
                .isPresent();
        assertThat(owned.revokeAll("the owner left")).isEqualTo(new BulkRevocation(3, List.of()));

        for (IssuedToken token : List.of(before, after)) {
            assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_row_that_cannot_be_read_is_skipped_and_reported(Database database) throws Exception {
        AccessTokens tokens = tokens(database);
        IssuedToken before = issue(tokens);
        StoredToken ends = issue(tokens).stored();
        StoredToken version = issue(tokens).stored();
        StoredToken negative = issue(tokens).stored();
        IssuedToken after = issue(tokens);
        set(database, ends.id(), "ends_at", clock.instant().plusSeconds(5).toEpochMilli());
        set(database, version.id(), "version", Long.MAX_VALUE);
        set(database, negative.id(), "issued_at", -1L);
        Tokens owned = tokens.ownedBy("o");

        assertThat(owned.list(TokenQuery.all()).tokens())
                .extracting(StoredToken::id)
                .containsExactly(before.id(), after.id());
        assertThat(owned.list(TokenQuery.all()).unreadable())
                .extracting(UnreadableToken::id)
                .containsExactly(ends.id(), version.id(), negative.id());
        UnreadableToken shown = owned.list(TokenQuery.all()).unreadable().get(0);
        assertThat(shown.owner()).isEqualTo("o");
        assertThat(shown.issuedAt()).isEqualTo(ends.issuedAt());
        assertThat(shown.expiresAt()).isEqualTo(ends.expiresAt().orElseThrow());
        assertThat(shown.problem()).contains("ends_at").doesNotContain("$argon2id");
        assertThat(owned.list(TokenQuery.all()).unreadable().get(2).issuedAt()).isNull();

        BulkRevocation done = owned.revokeAll("the owner left");

        assertThat(done.revoked()).isEqualTo(2);
        assertThat(done.unreadable())
                .extracting(UnreadableToken::id)
                .containsExactlyInAnyOrder(ends.id(), version.id(), negative.id());
        for (IssuedToken token : List.of(before, after)) {
            assertThat(tokens.verifier().verify(token.reveal())).isInstanceOf(Rejected.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_token_of_the_last_version_but_one_can_be_revoked(Database database) throws Exception {
        AccessTokens tokens = tokens(database);
        IssuedToken last = issue(tokens);
        IssuedToken beyond = issue(tokens);
        set(database, last.id(), "version", Long.MAX_VALUE - 1);
        set(database, beyond.id(), "version", Long.MAX_VALUE);

        assertThat(tokens.all().revoke(last.id(), "leaked")).isPresent();

        assertThat(tokens.verifier().verify(last.reveal())).isInstanceOf(Rejected.class);
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(() -> tokens.verifier().verify(beyond.reveal()))
                .withMessageContaining("version");
    }

    @ParameterizedTest
    @EnumSource
    void a_walk_meets_every_token_once_in_every_order_whatever_is_damaged(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        List<TokenId> ids = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            TokenRecord record = TokenRecords.ordinary()
                    .expiresAt(TokenRecords.EXPIRES.plusSeconds(i / 2))
                    .build();
            StoreWrites.insert(store, record);
            store.recordUse(
                    List.of(new TokenUse(record.id(), TokenRecords.ISSUED.plusSeconds(i / 3), ScopeSet.empty())));
            ids.add(record.id());
        }
        for (int i = 0; i < 12; i += 2) {
            set(database, ids.get(i), "version", -1L);
        }
        // Four whose ids are none follow each other in the order of the ids, and fill a page.
        List<TokenId> sorted = ids.stream().sorted().toList();
        for (int i = 4; i < 8; i++) {
            String raw = sorted.get(i).toString();
            set(database, sorted.get(i), "id", raw.substring(0, raw.length() - 1) + "!");
        }
        List<TokenId> readable =
                ids.stream().filter(id -> !sorted.subList(4, 8).contains(id)).toList();

        for (Order order : Order.values()) {
            for (boolean descending : new boolean[] {false, true}) {
                for (int limit : new int[] {1, 2, 3, 8, 100}) {
                    List<TokenId> seen = new ArrayList<>();
                    TokenQuery query = TokenQuery.all()
                            .orderedBy(order, descending ? Direction.DESCENDING : Direction.ASCENDING)
                            .limit(limit);
                    TokenPage page = store.list(query);
                    while (true) {
                        page.entries().forEach(entry -> seen.add(entry.record().id()));
                        page.unreadable().forEach(token -> seen.add(token.id()));
                        if (page.next() == null) {
                            break;
                        }
                        page = store.list(query.after(page.next()));
                    }
                    assertThat(seen)
                            .as("%s, descending %s, by %d", order, descending, limit)
                            .containsExactlyInAnyOrderElementsOf(readable);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_use_that_cannot_be_read_hides_no_token_and_stops_no_revocation(Database database) throws Exception {
        AccessTokens tokens = tokens(database);
        JdbcTokenStore store = database.store(prefix);
        TokenId poisoned = issue(tokens).id();
        TokenId other = issue(tokens).id();
        store.recordUse(List.of(new TokenUse(poisoned, TokenRecords.ISSUED, ScopeSet.parse("a"))));
        execute(
                database,
                "UPDATE latchkey_uses SET used_scopes = ? WHERE id = ?",
                IntStream.range(0, 2_000).mapToObj(i -> "s" + i).collect(Collectors.joining(" ")),
                poisoned.toString());

        assertThat(store.list(TokenQuery.all()).entries())
                .extracting(entry -> entry.record().id())
                .containsExactly(other);
        assertThat(store.list(TokenQuery.all()).unreadable()).singleElement().satisfies(token -> {
            assertThat(token.id()).isEqualTo(poisoned);
            assertThat(token.problem()).contains("use");
        });
        assertThat(tokens.ownedBy("o").revokeAll("the owner left")).isEqualTo(new BulkRevocation(2, List.of()));
        assertThat(store.find(poisoned).orElseThrow().lifecycle().revokedAt()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_row_whose_id_cannot_be_read_does_not_stop_the_sweep(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        TokenRecord damaged = TokenRecords.ordinary().build();
        TokenRecord other = TokenRecords.ordinary().build();
        StoreWrites.insert(store, damaged);
        StoreWrites.insert(store, other);
        set(database, damaged.id(), "id", "none");

        Sweeps.sweep(store, TokenRecords.EXPIRES.plusSeconds(1));

        assertThat(store.find(other.id())).isEmpty();
        assertThat(Sweeps.sweep(store, TokenRecords.EXPIRES.plusSeconds(1))).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void an_entry_of_the_trail_that_cannot_be_read_does_not_hide_the_others(Database database) throws Exception {
        JdbcTokenStore store = database.store(prefix);
        List<TrailEntry> entries = IntStream.range(0, 5)
                .mapToObj(i -> TrailEntry.of(
                        new Subject(TokenRecords.newId(), "o"),
                        new Act(TokenRecords.ISSUED.plusMillis(i), null, Action.ENABLED, null),
                        Effect.NONE,
                        new SecureRandom()))
                .toList();
        store.write(List.of(), entries);
        execute(
                database,
                "UPDATE latchkey_trail SET action = 'NOTHING' WHERE id = ?",
                entries.get(3).id());

        TrailPage first = store.trail(TrailQuery.all().limit(2));
        TrailPage second =
                store.trail(TrailQuery.all().limit(10).after(first.next().orElseThrow()));

        assertThat(first.entries()).containsExactly(entries.get(4));
        assertThat(first.unreadable()).containsExactly(entries.get(3).id());
        assertThat(second.entries()).containsExactly(entries.get(2), entries.get(1), entries.get(0));
    }
}
