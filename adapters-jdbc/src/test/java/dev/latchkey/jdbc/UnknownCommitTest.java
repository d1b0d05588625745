package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.AccessTokens;
import dev.latchkey.IssueRequest;
import dev.latchkey.StoredToken;
import dev.latchkey.port.ChangeFeed.Changes;
import dev.latchkey.port.FeedPosition;
import dev.latchkey.port.NumberedPosition;
import dev.latchkey.port.TokenPage.Entry;
import dev.latchkey.port.TokenStoreException;
import dev.latchkey.scope.ScopeSet;
import dev.latchkey.testkit.store.StoreWrites;
import dev.latchkey.testkit.store.TokenRecords;
import dev.latchkey.token.StoreState;
import dev.latchkey.token.TokenQuery;
import dev.latchkey.token.TokenRecord;
import dev.latchkey.token.TokenUse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connection is lost while COMMIT is on its way: whether it was done, nobody knows. The store says that it does not know,
 * and saying the same again leads to the right state, whichever it was; the feed tells of the change once.
 */
class UnknownCommitTest {

    private final String prefix = Database.newPrefix();

    private JdbcTokenStore working;
    private FeedPosition start;

    static Stream<Arguments> cases() {
        return Arrays.stream(Database.values())
                .flatMap(database -> Stream.of(Arguments.of(database, true), Arguments.of(database, false)));
    }

    /** {@return a store whose commits are done, or not, and fail in any case} */
    private JdbcTokenStore unsure(Database database, boolean done) {
        return JdbcTokenStore.builder(Intercepted.dataSource(database.dataSource(), call -> {
                    if (!call.method().equals("commit")) {
                        return call.proceed();
                    }
                    if (done) {
                        call.proceed();
                    }
                    throw new SQLException("connection reset", "08006");
                }))
                .dialect(database.dialect())
                .tablePrefix(prefix)
                .build();
    }

    private TokenRecord insert(TokenRecord record) {
        assertThat(StoreWrites.insert(working, record)).isTrue();
        start = working.position();
        return record;
    }

    private void prepare(Database database) {
        working = database.store(prefix);
        start = working.position();
    }

    private static void isUnknown(Runnable operation) {
        assertThatExceptionOfType(TokenStoreException.class)
                .isThrownBy(operation::run)
                .withMessageContaining("08006");
    }

    private static long sequence(FeedPosition position) {
        return NumberedPosition.of(position).orElseThrow().sequence();
    }

    private void tellsOfOneChange() {
        Changes changes = working.changesSince(start, 10);
        assertThat(changes.gap()).isFalse();
        assertThat(sequence(changes.position())).as("entries").isEqualTo(sequence(start) + 1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_insert_said_again_is_refused_if_it_was_done(Database database, boolean done) {
        prepare(database);
        TokenRecord record = TokenRecords.ordinary().build();

        isUnknown(() -> StoreWrites.insert(unsure(database, done), record));

        assertThat(StoreWrites.insert(working, record)).isEqualTo(!done);
        assertThat(working.find(record.id())).contains(record);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_update_said_again_is_refused_if_it_was_done(Database database, boolean done) {
        prepare(database);
        TokenRecord revoked = insert(TokenRecords.ordinary().build()).withRevoked(TokenRecords.ISSUED, "leaked");

        isUnknown(() -> StoreWrites.update(unsure(database, done), revoked));

        assertThat(StoreWrites.update(working, revoked)).isEqualTo(!done);
        assertThat(working.find(revoked.id())).contains(revoked);
        tellsOfOneChange();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_replacement_said_again_is_refused_if_it_was_done(Database database, boolean done) {
        prepare(database);
        TokenRecord retired = insert(TokenRecords.ordinary().build()).withRevoked(TokenRecords.ISSUED, "rotated");
        TokenRecord successor = TokenRecords.ordinary().build();

        isUnknown(() -> StoreWrites.replace(unsure(database, done), retired, successor));

        assertThat(working.findCommitted(Set.of(retired.id(), successor.id())).records())
                .as("both or neither")
                .hasSize(done ? 2 : 1);
        assertThat(StoreWrites.replace(working, retired, successor)).isEqualTo(!done);
        assertThat(working.find(retired.id())).contains(retired);
        assertThat(working.find(successor.id())).contains(successor);
        tellsOfOneChange();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_change_of_the_state_said_again_is_refused_if_it_was_done(Database database, boolean done) {
        prepare(database);
        StoreState next = StoreState.INITIAL.withRejectIssuedBefore(TokenRecords.ISSUED);

        isUnknown(() -> StoreWrites.updateState(unsure(database, done), next));

        assertThat(StoreWrites.updateState(working, next)).isEqualTo(!done);
        assertThat(working.findCommitted(Set.of()).state()).isEqualTo(next);
        tellsOfOneChange();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void uses_recorded_again_count_once(Database database, boolean done) {
        prepare(database);
        TokenRecord record = insert(TokenRecords.ordinary().build());
        List<TokenUse> uses = List.of(new TokenUse(record.id(), TokenRecords.ISSUED, ScopeSet.parse("a")));

        isUnknown(() -> unsure(database, done).recordUse(uses));
        working.recordUse(uses);

        assertThat(working.list(TokenQuery.all()).entries()).containsExactly(new Entry(record, uses.get(0)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_was_deleted_is_deleted_once(Database database, boolean done) {
        prepare(database);
        TokenRecord record =
                insert(TokenRecords.ordinary().expiresAt(Instant.EPOCH).build());

        isUnknown(() -> StoreWrites.delete(unsure(database, done), record));

        assertThat(StoreWrites.delete(working, record)).isEqualTo(!done);
        assertThat(working.find(record.id())).isEmpty();
        tellsOfOneChange();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_was_trimmed_is_trimmed_once(Database database, boolean done) {
        prepare(database);
        TokenRecord first = insert(TokenRecords.ordinary().build()).withDescription("first");
        StoreWrites.update(working, first);
        StoreWrites.update(working, first.withDescription("second"));
        FeedPosition end = working.position();
        Instant future = Instant.parse("9999-01-01T00:00:00Z");

        isUnknown(() -> unsure(database, done).trim(future, 10));

        assertThat(working.trim(future, 10)).isEqualTo(done ? 0 : 1);
        assertThat(working.changesSince(start, 10).gap()).isTrue();
        assertThat(working.changesSince(end, 10).gap()).isFalse();
    }

    /** Nobody has its secret; its owner sees it in the list, and can revoke it. */
    @ParameterizedTest
    @MethodSource("cases")
    void an_issue_leaves_at_most_a_row_that_can_be_revoked(Database database, boolean done) {
        prepare(database);
        AccessTokens unsure = AccessTokens.builder(unsure(database, done))
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .build();

        isUnknown(() -> unsure.issuer()
                .issue(IssueRequest.forOwner(TokenWriter.OWNER)
                        .grantedByTheService()
                        .describedAs("lost")
                        .withScopes("a")));

        AccessTokens tokens = AccessTokens.builder(working)
                .withoutPrefix()
                .hasher(TokenWriter.CHEAP)
                .build();
        List<StoredToken> left =
                tokens.all().list(TokenQuery.all().ownedBy(TokenWriter.OWNER)).tokens();
        assertThat(left).hasSize(done ? 1 : 0);
        for (StoredToken token : left) {
            assertThat(tokens.all().revoke(token.id(), "never handed out")).isPresent();
        }
    }

    /** What the core revokes is revoked when it is said again, and stays revoked as of the first time. */
    @ParameterizedTest
    @MethodSource("cases")
    void a_revocation_is_said_again_until_it_is_acknowledged(Database database, boolean done) {
        prepare(database);
        TokenRecord record = insert(TokenRecords.ordinary().build());
        AccessTokens unsure =
                AccessTokens.builder(unsure(database, done)).withoutPrefix().build();

        isUnknown(() -> unsure.all().revoke(record.id(), "first"));
        AccessTokens.builder(working).withoutPrefix().build().all().revoke(record.id(), "second");

        assertThat(working.find(record.id())
                        .orElseThrow()
                        .lifecycle()
                        .revocation()
                        .reason())
                .isEqualTo(done ? "first" : "second");
        tellsOfOneChange();
    }
}
